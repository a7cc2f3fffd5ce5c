import { expect, test } from 'vitest'
import { testClock } from '../testing/test-clock.ts'
import { testEdge } from './test-edge.ts'

function limitedEdge() {
  const clock = testClock(1_000_000)
  const edge = testEdge(clock, { rateLimits: true })
  edge.work = () => ({ id: '1', content: 'x' })
  const send = (headers: Record<string, string> = { authorization: 'Bot bot' }) =>
    edge.http.inject({ method: 'POST', url: '/api/v10/channels/1/notes', headers, payload: { content: 'x' } })
  return { edge, clock, send }
}

test('tells what is left on every answer, as Discord does', async () => {
  const { send } = limitedEdge()
  const answer = await send()
  expect(answer.headers).toMatchObject({
    'x-ratelimit-limit': '2',
    'x-ratelimit-remaining': '1',
    'x-ratelimit-reset-after': '5.000',
    'x-ratelimit-reset': '1005.000',
    'x-ratelimit-bucket': expect.stringMatching(/^[0-9a-f]{16}$/),
  })
  expect(answer.headers).not.toHaveProperty('x-ratelimit-scope')
})

test('refuses what is too much, says when to come back, and keeps the promise', async () => {
  const { send, clock } = limitedEdge()
  await send()
  await send()
  const refused = await send()
  expect(refused.statusCode).toBe(429)
  expect(refused.headers).toMatchObject({
    'retry-after': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-scope': 'user',
  })
  expect(refused.json()).toEqual({ message: expect.any(String), retry_after: 5, global: false })
  clock.advance(4999)
  expect((await send()).statusCode).toBe(429)
  clock.advance(1)
  expect((await send()).statusCode).toBe(200)
})

test('counts each account for itself', async () => {
  const { send } = limitedEdge()
  await send()
  await send()
  expect((await send()).statusCode).toBe(429)
  expect((await send({ cookie: 'session=person' })).statusCode).toBe(200)
})

test('counts each channel for itself, under one bucket that libraries tell apart', async () => {
  const { edge, send } = limitedEdge()
  const elsewhere = () =>
    edge.http.inject({
      method: 'POST',
      url: '/api/v10/channels/2/notes',
      headers: { authorization: 'Bot bot' },
      payload: { content: 'x' },
    })
  const first = await send()
  await send()
  expect((await send()).statusCode).toBe(429)
  const other = await elsewhere()
  expect(other.headers).toMatchObject({
    'x-ratelimit-remaining': '1',
    'x-ratelimit-bucket': first.headers['x-ratelimit-bucket'],
  })
})

test('a bot calls fifty times a second at most, whatever it calls; others do not feel it', async () => {
  const { edge, clock } = limitedEdge()
  const call = (headers: Record<string, string>, number: number) =>
    edge.http.inject({
      method: 'POST',
      url: `/api/v10/channels/${number}/notes`,
      headers,
      payload: { content: 'x' },
    })
  const bot = { authorization: 'Bot bot' }
  for (let number = 0; number < 50; number += 1) expect((await call(bot, number)).statusCode).toBe(200)
  const refused = await call(bot, 50)
  expect(refused.statusCode).toBe(429)
  expect(refused.headers).toMatchObject({
    'retry-after': '1',
    'x-ratelimit-global': 'true',
    'x-ratelimit-scope': 'global',
  })
  expect(refused.headers).not.toHaveProperty('x-ratelimit-bucket')
  expect(refused.json()).toEqual({ message: expect.any(String), retry_after: 0.02, global: true })
  expect((await call({ cookie: 'session=person' }, 51)).statusCode).toBe(200)
  clock.advance(20)
  expect((await call(bot, 52)).statusCode).toBe(200)
})

test('an address whose calls come to nothing ten thousand times in ten minutes is barred for a while', async () => {
  const { edge, clock, send } = limitedEdge()
  const anonymous = () => edge.http.inject({ method: 'POST', url: '/api/v10/channels/1/notes' })
  let calls = 0
  for (let status = 401; status === 401 && calls < 20_000; calls += 1) {
    // As many as one address may send at all.
    if (calls % 500 === 0) clock.advance(5000)
    status = (await anonymous()).statusCode
  }
  expect(calls).toBeGreaterThan(10_000)
  expect(calls).toBeLessThan(13_000)
  const barred = await send()
  expect([barred.statusCode, barred.json<{ global: boolean }>().global]).toEqual([429, true])
  clock.advance(60_000)
  expect((await send()).statusCode).toBe(200)
})

test('counts only what could be understood', async () => {
  const { edge, send } = limitedEdge()
  for (let i = 0; i < 5; i += 1)
    await edge.http.inject({
      method: 'POST',
      url: '/api/v10/channels/1/notes',
      headers: { authorization: 'Bot bot' },
      payload: {},
    })
  expect((await send()).statusCode).toBe(200)
})

test('counts nothing when limits are off', async () => {
  const edge = testEdge(testClock())
  edge.work = () => ({ id: '1', content: 'x' })
  for (let i = 0; i < 5; i += 1) {
    const answer = await edge.http.inject({
      method: 'POST',
      url: '/api/v10/channels/1/notes',
      headers: { authorization: 'Bot bot' },
      payload: { content: 'x' },
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).not.toHaveProperty('x-ratelimit-limit')
  }
})
