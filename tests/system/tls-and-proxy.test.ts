import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testCertificate } from '@alles/platform/testing'
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GatewaySocket } from '../support/gateway.ts'
import { addBot, makeGuild, signUp, solvedChallenge } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** A sign-up as a proxy passes it on; gives the cookie as it is set. */
async function cookieOfSignUp(origin: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(`${origin}/api/alles/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      username: `somebody_${Math.random().toString(36).slice(2, 8)}`,
      password: 'correct horse battery staple',
      age: 30,
      altcha: await solvedChallenge(origin),
    }),
  })
  expect(answer.status).toBe(201)
  return answer.headers.get('set-cookie') ?? ''
}

const secureCookie = /^__Host-session=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=(Lax|Strict); Secure$/

describe('with a certificate of its own', () => {
  let server: TestServer
  let folder = ''
  let secure = ''
  const usual = getGlobalDispatcher()

  beforeAll(async () => {
    setGlobalDispatcher(new Agent({ connect: { ca: testCertificate.cert } }))
    folder = await mkdtemp(join(tmpdir(), 'alles-tls-'))
    const files = { ALLES_TLS_CERT: join(folder, 'cert.pem'), ALLES_TLS_KEY: join(folder, 'key.pem') }
    await writeFile(files.ALLES_TLS_CERT, testCertificate.cert)
    await writeFile(files.ALLES_TLS_KEY, testCertificate.key)
    server = await startServer({ env: files })
    secure = `https://localhost:${server.port}`
  })

  afterAll(async () => {
    setGlobalDispatcher(usual)
    await server?.remove()
    await rm(folder, { recursive: true, force: true })
  })

  test('says that it is reached over HTTPS alone', async () => {
    for (const path of ['/healthz', '/api/v10/gateway', '/api/alles/none', '/login']) {
      const answer = await fetch(`${secure}${path}`)
      expect([path, answer.headers.get('strict-transport-security')]).toEqual([path, 'max-age=63072000'])
    }
    expect(server.output()).toContain(secure)
  })

  test('sends plain HTTP on to HTTPS, without a cookie and without an answer', async () => {
    const plain = `http://localhost:${server.port}`
    for (const [method, path] of [
      ['GET', '/channels/@me?x=y'],
      ['POST', '/api/alles/session'],
    ] as const) {
      const answer = await fetch(plain + path, { method, redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')]).toEqual([308, secure + path])
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
  })

  test('gives cookies that leave no other way', async () => {
    expect(await cookieOfSignUp(secure, {})).toMatch(secureCookie)
  })

  test('a person and a bot talk through it', async () => {
    const owner = await signUp(secure)
    expect(owner.cookie).toMatch(/^__Host-session=/)
    const guild = await makeGuild(owner)
    const token = await addBot(owner, guild)
    const { url } = await owner.call<{ url: string }>('GET', '/api/v10/gateway')
    expect(url).toBe(`wss://localhost:${server.port}/gateway`)
    const headers = { cookie: owner.cookie, origin: secure }
    const person = new GatewaySocket(secure, { headers, ca: testCertificate.cert })
    const bot = new GatewaySocket(secure, { ca: testCertificate.cert })
    await person.say(2, { token: '' })
    await bot.say(2, { token, intents: (1 << 0) | (1 << 9) | (1 << 15) })
    await Promise.all([person.event('GUILD_CREATE'), bot.event('GUILD_CREATE')])
    const answer = await fetch(`${secure}/api/v10/channels/${guild.channel}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'sealed on the way' }),
    })
    expect(answer.status).toBe(200)
    for (const socket of [person, bot]) {
      expect((await socket.event('MESSAGE_CREATE')).d).toMatchObject({ content: 'sealed on the way' })
      socket.close()
    }
  })

  test('believes nobody who says where requests come from', async () => {
    const metrics = await fetch(`${secure}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })
    expect(metrics.status).toBe(403)
    const page = await fetch(`${secure}/login`, { headers: { 'x-forwarded-proto': 'http' } })
    expect(page.status).toBe(200)
  })
})

describe('behind a proxy that speaks HTTPS for it', () => {
  let server: TestServer
  const publicUrl = 'https://chat.example'
  const through = (address: string, proto = 'https') => ({
    'x-forwarded-for': address,
    'x-forwarded-proto': proto,
  })

  beforeAll(async () => {
    server = await startServer({
      env: {
        ALLES_PUBLIC_URL: publicUrl,
        ALLES_TRUSTED_PROXIES: '127.0.0.1, ::1',
        ALLES_REGISTRATION: 'open',
      },
    })
  })

  afterAll(async () => {
    await server?.remove()
  })

  test('gives secure cookies and says that it is reached over HTTPS alone', async () => {
    expect(await cookieOfSignUp(server.origin, through('203.0.113.9'))).toMatch(secureCookie)
    const answer = await fetch(`${server.origin}/api/v10/gateway`, { headers: through('203.0.113.9') })
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=63072000')
    expect(await answer.json()).toEqual({ url: 'wss://chat.example/gateway' })
  })

  test('sends pages asked for by plain HTTP to HTTPS', async () => {
    const ask = (proto: string) =>
      fetch(`${server.origin}/login?next=/x`, {
        headers: through('203.0.113.9', proto),
        redirect: 'manual',
      })
    const plain = await ask('http')
    expect([plain.status, plain.headers.get('location')]).toEqual([308, `${publicUrl}/login?next=/x`])
    expect((await ask('https')).status).toBe(200)
  })

  test('takes cookies from its own pages alone, on sockets too', async () => {
    const cookie = (await cookieOfSignUp(server.origin, through('203.0.113.9'))).split(';')[0] ?? ''
    const rename = (origin: string) =>
      fetch(`${server.origin}/api/alles/accounts/@me`, {
        method: 'PATCH',
        headers: { cookie, origin, 'content-type': 'application/json', ...through('203.0.113.9') },
        body: '{"bio":"x"}',
      })
    expect((await rename(publicUrl)).status).toBe(200)
    for (const origin of [server.origin, 'http://chat.example', 'https://evil.example', 'null'])
      expect([origin, (await rename(origin)).status]).toEqual([origin, 403])
    const ours = new GatewaySocket(server.origin, { headers: { cookie, origin: publicUrl } })
    await ours.say(2, { token: '' })
    await ours.event('READY')
    ours.close()
    const theirs = new GatewaySocket(server.origin, { headers: { cookie, origin: 'https://evil.example' } })
    expect(await theirs.closed()).toBe(1006)
  })

  test('counts requests by the address the proxy saw, whatever was said before it', async () => {
    const ask = async (address: string) => {
      const answer = await fetch(`${server.origin}/api/v10/users/@me`, { headers: through(address) })
      await answer.arrayBuffer()
      return answer
    }
    const statuses = new Set<number>()
    for (let turn = 0; turn < 1500 && !statuses.has(429); turn += 20) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => ask(`198.51.100.${(turn + index) % 250}, 203.0.113.1`)),
      )
      for (const answer of answers) statuses.add(answer.status)
    }
    expect(statuses).toEqual(new Set([401, 429]))
    expect((await ask('203.0.113.2')).status).toBe(401)
    expect((await ask('203.0.113.1, 203.0.113.2')).status).toBe(401)
  })

  test('shows its metrics to nobody beyond the proxy', async () => {
    for (const address of ['203.0.113.9', '127.0.0.1'])
      expect((await fetch(`${server.origin}/metrics`, { headers: through(address) })).status).toBe(403)
    expect((await fetch(`${server.origin}/metrics`)).status).toBe(200)
  })
})
