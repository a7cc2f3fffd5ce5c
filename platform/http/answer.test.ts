import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { refuse, z } from '../contract/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { refusals, saveThing, testEdge } from './test-edge.ts'

const post = (payload: object = { title: 'x' }, headers: Record<string, string> = {}) =>
  ({ method: 'POST', url: '/api/alles/boxes/1/things', payload, headers }) as const
const note = { method: 'POST', url: '/api/v10/channels/1/notes', payload: { content: 'x' } } as const
const asBot = { authorization: 'Bot bot' }

describe('what leaves', () => {
  test('is what the contract declares and nothing else', async () => {
    const edge = testEdge(testClock())
    edge.work = () => ({ id: '1', title: 'a', password: 'hunter2' })
    const answer = await edge.http.inject(post())
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.json()).toEqual({ id: '1', title: 'a' })
  })

  test('is nothing at all when it is not what the contract declares', async () => {
    const edge = testEdge(testClock())
    edge.work = () => ({ id: 'hunter2', title: 5 })
    const answer = await edge.http.inject(post())
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('hunter2')
    expect(edge.lines).toMatchObject([
      { event: 'http.wrong_output', call: 'things.make', reason: 'wrong at id' },
    ])
    expect(JSON.stringify(edge.lines)).not.toContain('hunter2')
  })

  test('has neither body nor type where there is nothing to say', async () => {
    const edge = testEdge(testClock())
    const answer = await edge.http.inject({
      method: 'DELETE',
      url: '/api/alles/things/3',
      headers: { cookie: 'session=person' },
    })
    expect(answer.statusCode).toBe(204)
    expect(answer.body).toBe('')
    expect(answer.headers).not.toHaveProperty('content-type')
    expect(answer.headers).not.toHaveProperty('content-length')
  })

  test('keeps every letter', async () => {
    const edge = testEdge(testClock())
    for (const title of ['plain', 'naïve', '日本', '😀']) {
      edge.work = () => ({ id: '1', title })
      expect((await edge.http.inject(post())).json()).toEqual({ id: '1', title })
    }
  })

  test('may be a file', async () => {
    const edge = testEdge(testClock())
    edge.http.routesFor('things').answerFile(saveThing, async () => ({
      fileName: 'all “this”.zip',
      mediaType: 'application/zip',
      stream: Readable.from([Buffer.from('PK'), Buffer.from('..')]),
    }))
    const answer = await edge.http.inject({ url: '/api/alles/things/3/file', headers: asBot })
    expect(answer.body).toBe('PK..')
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': "attachment; filename*=UTF-8''all%20%E2%80%9Cthis%E2%80%9D.zip",
      'cache-control': 'no-store',
    })
  })
})

describe('refusals', () => {
  test('have their protocol’s shape', async () => {
    const edge = testEdge(testClock())
    edge.work = () => refuse(refusals.unknown_thing)
    const ours = await edge.http.inject(post())
    expect(ours.headers['content-type']).toBe('application/problem+json')
    expect(ours.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is no such thing.',
      code: 'unknown_thing',
      request_id: ours.headers['x-request-id'],
    })
    const discords = await edge.http.inject({ ...note, headers: asBot })
    expect(discords.headers['content-type']).toBe('application/json')
    expect(discords.statusCode).toBe(404)
    expect(discords.json()).toEqual({ message: 'There is no such thing.', code: 10099 })
  })

  test('that the contract does not list are bugs', async () => {
    const edge = testEdge(testClock())
    edge.work = () => refuse(refusals.unlisted)
    const answer = await edge.http.inject(post())
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toMatchObject({ code: 'internal' })
    expect(edge.lines).toMatchObject([{ event: 'http.unlisted_refusal', code: 'unlisted' }])
  })

  test('carry faults and when to come back', async () => {
    const edge = testEdge(testClock())
    edge.work = () =>
      refuse(refusals.unknown_thing, { retryAfter: 2.5, faults: [{ path: ['a', 1], sentence: 'is odd' }] })
    const ours = await edge.http.inject(post())
    expect(ours.headers['retry-after']).toBe('3')
    expect(ours.json()).toMatchObject({ retry_after: 2.5, faults: [{ path: ['a', 1], sentence: 'is odd' }] })
    expect((await edge.http.inject({ ...note, headers: asBot })).json()).toMatchObject({
      errors: { a: { 1: { _errors: [{ message: 'is odd' }] } } },
    })
  })
})

describe('faults of ours', () => {
  test('are answered without their text and logged without their values', async () => {
    const edge = testEdge(testClock())
    edge.work = () => {
      throw new TypeError('cannot read hunter2')
    }
    const answers = [await edge.http.inject(post()), await edge.http.inject({ ...note, headers: asBot })]
    for (const answer of answers) {
      expect(answer.statusCode).toBe(500)
      expect(answer.body).not.toContain('hunter2')
    }
    expect(edge.lines).toMatchObject([
      { event: 'http.bug', route: '/api/alles/boxes/:boxId/things', error: { name: 'TypeError' } },
      { event: 'http.bug', route: '/api/v10/channels/:channelId/notes' },
    ])
    expect(edge.lines[0]?.request_id).toBe(answers[0]?.headers['x-request-id'])
    expect(JSON.stringify(edge.lines)).not.toContain('hunter2')
  })

  test('are a 503 with a time to come back when the database is away', async () => {
    class Away extends Error {}
    const edge = testEdge(testClock(), { isUnavailable: (error) => error instanceof Away })
    edge.work = () => {
      throw new Away()
    }
    const ours = await edge.http.inject(post())
    expect(ours.statusCode).toBe(503)
    expect(ours.headers['retry-after']).toBe('1')
    expect(ours.json()).toMatchObject({ code: 'unavailable' })
    edge.callers.set('Bot bot', new Away())
    expect((await edge.http.inject({ ...note, headers: asBot })).statusCode).toBe(503)
  })

  test('an answer that does not come is not waited for without end', async () => {
    const edge = testEdge(testClock(), { patienceMs: 30 })
    edge.work = () => new Promise(() => undefined)
    const ours = await edge.http.inject(post())
    expect(ours.statusCode).toBe(503)
    expect(ours.headers['retry-after']).toBe('1')
    expect(ours.json()).toMatchObject({ code: 'no_answer', request_id: ours.headers['x-request-id'] })
    expect((await edge.http.inject({ ...note, headers: asBot })).statusCode).toBe(503)
    expect(edge.lines.map((line) => [line.level, line.event])).toEqual([['warn', 'http.unavailable']])
  })

  test('are one too when an answer cannot be written as JSON', async () => {
    const edge = testEdge(testClock())
    const circle: Record<string, unknown> = {}
    circle.circle = circle
    edge.work = () => circle
    expect((await edge.http.inject(post())).statusCode).toBe(500)
    expect(z.record(z.string(), z.unknown()).safeParse(circle).success).toBe(true)
  })
})

describe('headers', () => {
  test('of security are on every answer', async () => {
    const edge = testEdge(testClock())
    for (const url of ['/healthz', '/api/alles/boxes/1/things', '/api/v10/none', '/none', '/api/alles/%'])
      expect((await edge.http.inject({ url })).headers).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'origin-agent-cluster': '?1',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      })
  })

  test('ask for HTTPS where people reach us over it, and only there', async () => {
    const there = testEdge(testClock(), { publicUrl: 'https://chat.example.org' })
    expect((await there.http.inject('/healthz')).headers['strict-transport-security']).toBe(
      'max-age=63072000',
    )
    expect((await testEdge(testClock()).http.inject('/healthz')).headers).not.toHaveProperty(
      'strict-transport-security',
    )
  })

  test('let nothing be kept that was answered to somebody', async () => {
    const edge = testEdge(testClock())
    edge.work = (_, exchange) => {
      exchange.setHeader('Cache-Control', 'public, max-age=60')
      return { id: '1', title: 'x' }
    }
    expect((await edge.http.inject(post())).headers['cache-control']).toBe('public, max-age=60')
    for (const headers of [asBot, { authorization: 'Basic x' }, { cookie: 'a=b; session=gone' }])
      expect((await edge.http.inject(post({ title: 'x' }, headers))).headers['cache-control']).toBe(
        'no-store',
      )
    expect((await edge.http.inject('/api/alles/boxes/1/things')).headers['cache-control']).toBe('no-store')
  })

  test('set cookies that scripts and other sites cannot have', async () => {
    const edge = testEdge(testClock())
    edge.work = (_, exchange) => {
      exchange.setCookie('session', 'a.b-c_d', { maxAgeSeconds: 60, httpOnly: true, sameSite: 'lax' })
      exchange.clearCookie('old')
      return { id: '1', title: 'x' }
    }
    expect((await edge.http.inject(post())).headers['set-cookie']).toEqual([
      'session=a.b-c_d; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
      'old=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    ])
  })
})

test('the log names patterns and never what was in an address', async () => {
  const lines: string[] = []
  const edge = testEdge(testClock())
  const { createLog } = await import('../log/index.ts')
  const loud = testEdge(testClock(), {
    log: createLog({ level: 'debug', write: (line) => lines.push(line) }),
  })
  await loud.http.inject('/api/alles/boxes/424242/things?limit=31337')
  await loud.http.inject({ url: '/api/v10/secret-place', remoteAddress: '192.0.2.77' })
  expect(lines.map((line) => (JSON.parse(line) as { route: string }).route)).toEqual([
    '/api/alles/boxes/:boxId/things',
    'none',
  ])
  expect(lines.join('')).not.toMatch(/424242|31337|secret-place|192\.0\.2/)
  expect(edge.lines).toEqual([])
})
