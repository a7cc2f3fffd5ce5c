import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createMetrics } from '../metrics/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { mostConnections } from './connection-limit.ts'
import { testCertificate } from './test-certificate.ts'
import { exchangeBytes, testEdge, type TestEdge } from './test-edge.ts'

let edge: TestEdge
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await edge.http.close()
})

const request = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
const upgrade = 'GET /gateway HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

/** Empty where nobody answered. */
const ask = (port: number) => exchangeBytes(port, request).catch(() => '')

async function filled(options: Parameters<typeof testEdge>[1] = {}) {
  const metrics = createMetrics({ process: false })
  edge = testEdge(testClock(), { rateLimits: true, metrics, ...options })
  const port = await edge.http.listen()
  for (let count = 0; count < mostConnections; count += 1) sockets.push(connect(port, '127.0.0.1'))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  return { port, refused: async () => /refused_total (\d+)/.exec(await metrics.text())?.[1] }
}

describe('connections of one address', () => {
  test('are 512 at most; one more is hung up on and counted, until another ends', async () => {
    const { port, refused } = await filled()
    expect(await ask(port)).toBe('')
    expect(await refused()).toBe('1')
    sockets[0]?.destroy()
    await vi.waitFor(async () => expect(await ask(port)).toContain('200 OK'))
  })

  test('are counted while they are upgraded', async () => {
    const { port } = await filled()
    edge.http.onUpgrade('/gateway', ({ socket }) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
    const [first] = sockets
    if (!first) throw new Error('there are 512')
    first.write(upgrade)
    expect(String((await once(first, 'data'))[0])).toContain('101')
    expect(await ask(port)).toBe('')
  })

  test('are counted where TLS is spoken too', async () => {
    const { port } = await filled({ tls: testCertificate, publicUrl: 'https://localhost:3000' })
    expect(await ask(port)).toBe('')
    sockets[0]?.destroy()
    await vi.waitFor(async () => expect(await ask(port)).toContain('308'))
  })

  test.each([
    ['without limits', { rateLimits: false }],
    ['for a trusted proxy', { trustedProxies: ['127.0.0.0/8'] }],
  ])('are not counted %s', async (_, options) => {
    const { port } = await filled(options)
    expect(await ask(port)).toContain('200 OK')
  })
})
