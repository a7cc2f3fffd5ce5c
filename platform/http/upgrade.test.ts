import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { edgeRefusals, Refusal } from '../contract/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { exchangeBytes, person, testEdge, type TestEdge } from './test-edge.ts'
import type { Upgrade } from './upgrade.ts'

let edge: TestEdge
afterEach(() => edge.http.close())

async function listening(options: Parameters<typeof testEdge>[1] = {}) {
  edge = testEdge(testClock(), options)
  const taken: Upgrade[] = []
  edge.http.onUpgrade('/gateway', (upgrade) => {
    taken.push(upgrade)
    upgrade.socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
  })
  const port = await edge.http.listen()
  const ask = async (path: string, ...headers: string[]) => {
    const lines = [
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      ...headers,
    ]
    const answer = await exchangeBytes(port, `${lines.join('\r\n')}\r\n\r\n`)
    return Number(answer.split(' ')[1])
  }
  return { ask, taken, port }
}

test('gives a socket to whoever takes its path, with who calls', async () => {
  const { ask, taken } = await listening()
  expect(await ask('/gateway?v=10&encoding=json')).toBe(101)
  expect(await ask('/gateway', 'Cookie: session=person')).toBe(101)
  expect(taken.map((upgrade) => upgrade.caller)).toEqual([null, person])
  expect(taken[0]?.address).toBe('127.0.0.1')
  expect(await ask('/elsewhere')).toBe(404)
})

test('takes a cookie only from our own pages', async () => {
  const { ask, port } = await listening()
  const cookie = 'Cookie: session=person'
  expect(await ask('/gateway', cookie, `Origin: http://127.0.0.1:${port}`)).toBe(101)
  expect(await ask('/gateway', cookie, 'Origin: http://localhost:3000')).toBe(101)
  expect(await ask('/gateway', cookie, 'Origin: http://evil.example')).toBe(403)
  expect(await ask('/gateway', cookie, 'Origin: null')).toBe(403)
  expect(await ask('/gateway', 'Origin: http://evil.example')).toBe(101)
})

test('lets the socket’s own protocol say that a credential is no longer good', async () => {
  const { ask, taken } = await listening()
  edge.callers.set('gone', new Refusal(edgeRefusals.not_signed_in))
  expect(await ask('/gateway', 'Cookie: session=gone')).toBe(101)
  expect(taken[0]?.caller).toBeNull()
})

test('says so when it cannot find out who calls', async () => {
  class Away extends Error {}
  const { ask, taken } = await listening({ isUnavailable: (error) => error instanceof Away })
  edge.callers.set('away', new Away())
  edge.callers.set('broken', new Error('broken'))
  expect(await ask('/gateway', 'Cookie: session=away')).toBe(503)
  expect(await ask('/gateway', 'Cookie: session=broken')).toBe(500)
  expect(taken).toEqual([])
})

test('keeps nothing of a connection it turned away and whose client does not end it', async () => {
  const { port } = await listening()
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  client.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  client.resume()
  await once(client, 'end')
  // Written to a connection that is gone, this is answered by a reset.
  const reset = once(client, 'error')
  const writing = setInterval(() => client.write('x'), 20)
  await reset.finally(() => clearInterval(writing))
})

test('counts against the general limit', async () => {
  const { ask } = await listening({ rateLimits: true })
  for (let i = 0; i < 600; i += 1) await edge.http.inject('/api/v10/none')
  expect(await ask('/gateway')).toBe(429)
})

test('answers other upgrades as plain requests', async () => {
  const { port } = await listening()
  const answer = await exchangeBytes(
    port,
    'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n',
  )
  expect(answer).toContain('200 OK')
})
