import { describe, expect, test } from 'vitest'
import { edgeRefusals, Refusal } from '../contract/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { bot, person, testEdge } from './test-edge.ts'

const minute = 60_000

describe('who may call', () => {
  const ask = async (
    url: string,
    headers: Record<string, string>,
    method: 'GET' | 'POST' | 'DELETE' = 'GET',
  ) => {
    const edge = testEdge(testClock(10 * minute))
    edge.callers.set('fresh', { ...person, session: { id: '8', personId: '9', provedAt: 5 * minute } })
    edge.callers.set('stale', { ...person, session: { id: '8', personId: '9', provedAt: 5 * minute - 1 } })
    edge.callers.set('admin', { ...person, administrator: true })
    edge.callers.set('bad', new Refusal(edgeRefusals.not_signed_in))
    edge.callers.set('Bot bad', new Refusal(edgeRefusals.not_signed_in))
    const answer = await edge.http.inject({ method, url, headers })
    return {
      status: answer.statusCode,
      code: answer.body === '' ? null : answer.json<{ code?: unknown }>().code,
    }
  }
  const signedIn = (value: string) => ({ cookie: `session=${value}` })

  test('an account’s call wants a person or a bot', async () => {
    const url = '/api/alles/boxes/1/things'
    expect(await ask(url, {})).toEqual({ status: 401, code: 'not_signed_in' })
    expect(await ask(url, signedIn('bad'))).toEqual({ status: 401, code: 'not_signed_in' })
    expect((await ask(url, signedIn('person'))).status).toBe(200)
    expect((await ask(url, { authorization: 'Bot bot' })).status).toBe(200)
    expect((await ask(url, { authorization: 'Bot bad' })).status).toBe(401)
  })

  test('a person’s call refuses bots', async () => {
    const url = '/api/alles/things/3'
    expect(await ask(url, {}, 'DELETE')).toEqual({ status: 401, code: 'not_signed_in' })
    expect(await ask(url, { authorization: 'Bot bot' }, 'DELETE')).toEqual({
      status: 403,
      code: 'not_allowed',
    })
    expect((await ask(url, signedIn('person'), 'DELETE')).status).toBe(204)
  })

  test('a fresh person’s call wants a proof of at most five minutes', async () => {
    const url = '/api/alles/things/burn'
    expect((await ask(url, signedIn('fresh'), 'POST')).status).toBe(204)
    expect(await ask(url, signedIn('stale'), 'POST')).toEqual({ status: 403, code: 'fresh_sign_in_required' })
    expect(await ask(url, { authorization: 'Bot bot' }, 'POST')).toEqual({ status: 403, code: 'not_allowed' })
  })

  test('an administrator’s call refuses others', async () => {
    const url = '/api/alles/things/count'
    expect((await ask(url, signedIn('admin'))).status).toBe(200)
    expect(await ask(url, signedIn('person'))).toEqual({ status: 403, code: 'not_allowed' })
    expect(await ask(url, { authorization: 'Bot bot' })).toEqual({ status: 403, code: 'not_allowed' })
  })

  test('is asked before anything is parsed', async () => {
    const edge = testEdge(testClock())
    const answer = await edge.http.inject({
      method: 'POST',
      url: '/api/v10/channels/nonsense/notes',
      headers: { 'content-type': 'application/json' },
      payload: '{{{',
    })
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toEqual({ message: '401: Unauthorized', code: 0 })
  })

  test('a bad credential counts as none where anyone may call', async () => {
    const edge = testEdge(testClock())
    edge.callers.set('bad', new Refusal(edgeRefusals.not_signed_in))
    const seen: unknown[] = []
    edge.work = (_, exchange) => {
      seen.push(exchange.caller)
      return { id: '1', title: 'x' }
    }
    const make = (cookie: string) =>
      edge.http.inject({
        method: 'POST',
        url: '/api/alles/boxes/1/things',
        headers: { cookie },
        payload: { title: 'x' },
      })
    expect((await make('session=bad')).statusCode).toBe(201)
    expect((await make('session=person')).statusCode).toBe(201)
    expect(seen).toEqual([null, person])
  })

  test('a fault while finding out is no “nobody”', async () => {
    const edge = testEdge(testClock())
    edge.callers.set('broken', new Error('the directory is gone'))
    const answer = await edge.http.inject({
      method: 'POST',
      url: '/api/alles/boxes/1/things',
      headers: { cookie: 'session=broken' },
      payload: { title: 'x' },
    })
    expect(answer.statusCode).toBe(500)
  })
})

describe('where requests come from', () => {
  const ask = async (headers: Record<string, string>, publicUrl = 'http://localhost:3000') => {
    const edge = testEdge(testClock(), { publicUrl })
    edge.callers.set('Bot bot', bot)
    const answer = await edge.http.inject({ method: 'DELETE', url: '/api/alles/things/3', headers })
    return answer.statusCode
  }
  const cookie = 'session=person'

  test.each([
    [204, {}],
    [204, { origin: 'http://localhost:3000' }],
    [204, { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }],
    [204, { 'sec-fetch-site': 'none' }],
    [403, { origin: 'http://localhost:3001' }],
    [403, { origin: 'https://localhost:3000' }],
    [403, { origin: 'http://evil.example' }],
    [403, { origin: 'null' }],
    [403, { origin: '' }],
    [403, { 'sec-fetch-site': 'cross-site' }],
    [403, { 'sec-fetch-site': 'same-site' }],
    [403, { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }],
  ])('answers %s to a change by cookie with %o', async (status, headers) => {
    expect(await ask({ ...headers, cookie })).toBe(status)
  })

  test('only the public origin is ours away from loopback', async () => {
    const publicUrl = 'https://chat.example.org'
    const secured = '__Host-session=person'
    expect(await ask({ cookie: secured, origin: 'https://chat.example.org' }, publicUrl)).toBe(204)
    expect(await ask({ cookie: secured, origin: 'http://localhost:3000' }, publicUrl)).toBe(403)
    expect(await ask({ cookie: secured, origin: 'http://chat.example.org' }, publicUrl)).toBe(403)
    expect(await ask({ cookie: secured, origin: 'https://chat.example.org.evil.example' }, publicUrl)).toBe(
      403,
    )
  })

  test('refuses foreign pages where nobody is signed in yet', async () => {
    const edge = testEdge(testClock())
    const answer = await edge.http.inject({
      method: 'POST',
      url: '/api/alles/boxes/1/things',
      headers: { origin: 'http://evil.example' },
      payload: { title: 'x' },
    })
    expect(answer.json()).toMatchObject({ status: 403, code: 'foreign_origin' })
  })

  test('leaves reading and requests by token alone', async () => {
    const edge = testEdge(testClock())
    const origin = 'http://evil.example'
    const url = '/api/alles/boxes/1/things'
    expect((await edge.http.inject({ url, headers: { origin, cookie } })).statusCode).toBe(200)
    const send = (headers: Record<string, string>) =>
      edge.http.inject({
        method: 'POST',
        url: '/api/v10/channels/1/notes',
        headers,
        payload: { content: 'x' },
      })
    edge.work = () => ({ id: '1', content: 'x' })
    expect((await send({ origin, authorization: 'Bot bot' })).statusCode).toBe(200)
    expect((await send({ origin, authorization: 'Bot bot', cookie })).statusCode).toBe(403)
  })
})

describe('the general limit', () => {
  test('counts by address and lets go on after a moment', async () => {
    const clock = testClock()
    const edge = testEdge(clock, { rateLimits: true })
    const ask = (remoteAddress: string, url = '/api/v10/nothing') => edge.http.inject({ url, remoteAddress })
    for (let i = 0; i < 600; i += 1) await ask('192.0.2.1')
    const refused = await ask('192.0.2.1')
    expect(refused.statusCode).toBe(429)
    expect(refused.headers['retry-after']).toBe('1')
    expect(refused.json()).toMatchObject({ global: false, retry_after: expect.any(Number) })
    expect((await ask('192.0.2.1', '/api/alles/boxes/1/things')).json()).toMatchObject({
      code: 'rate_limited',
    })
    expect((await ask('192.0.2.2')).statusCode).toBe(404)
    expect((await ask('192.0.2.1', '/healthz')).statusCode).toBe(200)
    clock.advance(10)
    expect((await ask('192.0.2.1')).statusCode).toBe(404)
  })
})
