import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testClock } from '../testing/test-clock.ts'
import { testEdge } from './test-edge.ts'

const script = `console.log(${JSON.stringify('x'.repeat(5000))})`
let built = ''

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'alles-pages-'))
  await mkdir(join(built, 'assets'))
  await writeFile(join(built, 'index.html'), 'raw index')
  await writeFile(join(built, 'favicon.svg'), '<svg/>')
  await writeFile(join(built, 'assets', 'main-abc123.js'), script)
  await writeFile(join(built, 'assets', 'secret.map'), 'source')
})
afterAll(() => rm(built, { recursive: true }))

function site(publicUrl = 'http://localhost:3000') {
  const { http } = testEdge(testClock(), { publicUrl })
  http.page({
    index: (nonce) => `<script nonce="${nonce}"></script>`,
    assetsDirectory: built,
    trustedTypes: ['alles-worker'],
  })
  return http
}
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe('the page', () => {
  test('is at every path that is not something else', async () => {
    const http = site()
    for (const url of [
      '/',
      '/login',
      '/channels/1/2',
      '/@someone',
      '/invite/a.b?x=1',
      '/index.html',
      '/apis',
    ]) {
      const answer = await http.inject({ url, headers: html })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'referrer-policy': 'same-origin',
      })
    }
    expect((await http.inject('/login')).body).toContain('<script nonce=')
  })

  test('is not at the paths of an API, for other methods, or for what wants no page', async () => {
    const http = site()
    for (const url of ['/api', '/api/none', '/api/alles/none', '/api/v10/none', '/api?x'])
      expect((await http.inject({ url, headers: html })).statusCode).toBe(404)
    expect((await http.inject({ url: '/login', method: 'POST', headers: html })).statusCode).toBe(404)
    expect((await http.inject({ url: '/login', headers: { accept: 'image/*' } })).statusCode).toBe(404)
    expect((await http.inject({ url: '/healthz', headers: html })).json()).toEqual({ alive: true })
  })

  test('carries a new nonce each time, in its policy and on its scripts', async () => {
    const http = site()
    const [first, second] = [await http.inject('/'), await http.inject('/')]
    const nonce = /nonce="([\w-]{22})"/.exec(first.body)?.[1] ?? 'none'
    expect(second.body).not.toContain(nonce)
    expect(first.headers['content-security-policy']).toBe(
      [
        "default-src 'none'",
        `script-src 'nonce-${nonce}' 'strict-dynamic'`,
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self' ws://localhost:3000 ws://127.0.0.1:3000",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types alles-worker',
      ].join('; '),
    )
  })

  test('is asked for again by HTTPS where a trusted proxy got it without', async () => {
    const { http } = testEdge(testClock(), {
      publicUrl: 'https://chat.example.org',
      trustedProxies: ['127.0.0.1'],
    })
    http.page({ index: () => 'page', assetsDirectory: built })
    const ask = (proto: string) =>
      http.inject({
        url: '/login?a=b',
        headers: { ...html, 'x-forwarded-for': '8.8.8.8', 'x-forwarded-proto': proto },
      })
    const answer = await ask('http')
    expect(answer.statusCode).toBe(308)
    expect(answer.headers.location).toBe('https://chat.example.org/login?a=b')
    expect((await ask('https')).body).toBe('page')
  })

  test('connects to the public origin alone away from loopback', async () => {
    const answer = await site('https://chat.example.org').inject('/')
    expect(answer.headers['content-security-policy']).toContain("connect-src 'self' wss://chat.example.org;")
    expect(answer.headers['strict-transport-security']).toBeDefined()
  })
})

describe('assets', () => {
  test('with a hash in their name may be kept for ever, by whoever is signed in too', async () => {
    const answer = await site().inject({
      url: '/assets/main-abc123.js',
      headers: { cookie: 'session=person' },
    })
    expect(answer.body).toBe(script)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
  })

  test('without one are asked for again', async () => {
    const http = site()
    const first = await http.inject('/favicon.svg')
    expect(first.headers['cache-control']).toBe('no-cache')
    const headers = { 'if-none-match': String(first.headers.etag) }
    const again = await http.inject({ url: '/favicon.svg', headers })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
  })

  test('go out compressed once that is done', async () => {
    const http = site()
    const ask = (encoding: string) =>
      http.inject({ url: '/assets/main-abc123.js', headers: { 'accept-encoding': encoding } })
    await vi.waitFor(async () => expect((await ask('br')).headers['content-encoding']).toBe('br'))
    expect(brotliDecompressSync((await ask('gzip, deflate, br')).rawPayload).toString()).toBe(script)
    expect(gunzipSync((await ask('gzip')).rawPayload).toString()).toBe(script)
    expect((await ask('identity')).headers['content-encoding']).toBeUndefined()
  })

  test.each([
    '/assets/none.js',
    '/assets/',
    '/assets/..%2findex.html',
    '/assets/secret.map',
    '/assets/main-abc123.js/',
  ])('that were not built, such as %s, are a 404', async (url) => {
    expect((await site().inject({ url, headers: html })).statusCode).toBe(404)
  })
})
