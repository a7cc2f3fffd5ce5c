import { expect, test, vi } from 'vitest'
import { testClock } from '../testing/test-clock.ts'
import { metricsToken, testEdge } from './test-edge.ts'

test('/healthz says that the process lives', async () => {
  expect((await testEdge(testClock()).http.inject('/healthz')).statusCode).toBe(200)
})

test('/readyz says what is waited for', async () => {
  const { http } = testEdge(testClock())
  expect((await http.inject('/readyz')).statusCode).toBe(503)
  http.setReady(async () => 'the database')
  expect((await http.inject('/readyz')).json()).toEqual({ ready: false, reason: 'the database' })
  http.setReady(async () => null)
  const ready = await http.inject('/readyz')
  expect(ready.statusCode).toBe(200)
  expect(ready.json()).toEqual({ ready: true })
})

test('/readyz does not wait for a database that says nothing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { http } = testEdge(testClock())
  let frozen = true
  http.setReady(() => (frozen ? new Promise(() => undefined) : Promise.resolve(null)))
  const asked = http.inject('/readyz')
  await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0), { interval: 0 })
  await vi.advanceTimersByTimeAsync(2000)
  vi.useRealTimers()
  expect((await asked).json()).toEqual({ ready: false, reason: 'no answer in time' })
  frozen = false
  expect((await http.inject('/readyz')).json()).toEqual({ ready: true })
})

test('/readyz asks once for all who ask at the same time, and again for the next', async () => {
  const { http } = testEdge(testClock())
  let count = 0
  http.setReady(async () => {
    count += 1
    await new Promise(setImmediate)
    return null
  })
  const answers = await Promise.all(Array.from({ length: 20 }, () => http.inject('/readyz')))
  expect(answers.every((answer) => answer.statusCode === 200)).toBe(true)
  expect(count).toBeLessThan(20)
  const before = count
  await http.inject('/readyz')
  expect(count).toBe(before + 1)
})

test('/metrics is for this machine alone', async () => {
  const { http } = testEdge(testClock())
  await http.inject('/api/alles/boxes/1/things')
  const answer = await http.inject('/metrics')
  expect(answer.headers['content-type']).toContain('text/plain')
  expect(answer.body).toContain(
    'http_request_seconds_count{route="/api/alles/boxes/:boxId/things",method="GET",status="4xx"} 1',
  )
  expect((await http.inject({ url: '/metrics', remoteAddress: '192.0.2.1' })).statusCode).toBe(403)
  expect((await http.inject({ url: '/metrics', remoteAddress: '::1' })).statusCode).toBe(200)
  const forwarded = { 'x-forwarded-for': '127.0.0.1' }
  expect((await http.inject({ url: '/metrics', headers: forwarded })).statusCode).toBe(403)
})

test('/metrics is for whoever has the token where there is one', async () => {
  const { http } = testEdge(testClock(), { metricsToken })
  const ask = (authorization?: string) =>
    http.inject({
      url: '/metrics',
      remoteAddress: '192.0.2.1',
      headers: authorization ? { authorization } : {},
    })
  expect((await ask(`Bearer ${metricsToken.reveal()}`)).statusCode).toBe(200)
  expect((await ask('Bearer nonsense')).statusCode).toBe(401)
  expect((await ask()).statusCode).toBe(401)
  expect((await http.inject('/metrics')).statusCode).toBe(401)
})
