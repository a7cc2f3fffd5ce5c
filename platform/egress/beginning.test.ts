import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { silentLog } from '../log/index.ts'
import { createMetrics } from '../metrics/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { createEgress, EgressFault, type EgressRequest } from './egress.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serving(answer: RequestListener): Promise<number> {
  const made = createServer(answer)
  server = made
  await new Promise<void>((resolve) => {
    made.listen(0, '127.0.0.1', resolve)
  })
  return (made.address() as AddressInfo).port
}

const egress = createEgress({
  destinations: {
    place: { purpose: 'a test', hosts: ['127.0.0.1'], ports: 'any', schemes: ['http'], reach: 'loopback' },
  },
  record: () => undefined,
  log: silentLog,
  metrics: createMetrics({ process: false }),
  clock: testClock(),
})
const get = (url: string, more: Partial<EgressRequest>) =>
  egress.fetch({ destination: 'place', url, maxBytes: 1000, timeoutMs: 3000, ...more })
const fault = async (url: string, more: Partial<EgressRequest>) => {
  const error: unknown = await get(url, more).catch((thrown: unknown) => thrown)
  return error instanceof EgressFault ? error.code : error
}

describe('a request that wants no more than the beginning', () => {
  test('gets so much of a longer answer, by what its headers say', async () => {
    const port = await serving((request, response) => {
      response
        .setHeader('content-type', request.url === '/page' ? 'text/html' : 'image/png')
        .end('x'.repeat(5000))
    })
    const maxBytes = (headers: Readonly<Record<string, string>>) =>
      headers['content-type'] === 'text/html' ? 1200 : 0
    const ask = (path: string) => get(`http://127.0.0.1:${port}${path}`, { maxBytes, cut: true })
    expect((await ask('/page')).body).toHaveLength(1200)
    expect((await ask('/picture')).body).toHaveLength(0)
    expect(await fault(`http://127.0.0.1:${port}/page`, { maxBytes })).toBe('too_large')
  })

  test('goes no more steps than it says', async () => {
    const port = await serving((request, response) => {
      const step = Number(request.url?.slice(1))
      if (step === 0) response.end('there')
      else response.writeHead(302, { location: `/${step - 1}` }).end()
    })
    expect((await get(`http://127.0.0.1:${port}/1`, { mostRedirects: 1 })).status).toBe(200)
    expect(await fault(`http://127.0.0.1:${port}/2`, { mostRedirects: 1 })).toBe('too_many_redirects')
  })
})
