import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { Agent, fetch } from 'undici'
import { testClock } from '../testing/test-clock.ts'
import { testCertificate } from './test-certificate.ts'
import { exchangeBytes, testEdge, type TestEdge } from './test-edge.ts'

let edge: TestEdge
afterEach(() => edge.http.close())

async function listening(options: Parameters<typeof testEdge>[1] = {}) {
  edge = testEdge(testClock(), options)
  return edge.http.listen()
}

describe('TLS', () => {
  const secured = { tls: testCertificate, publicUrl: 'https://localhost:3000' }
  const trusting = () => new Agent({ connect: { ca: testCertificate.cert } })

  test('answers over HTTPS', async () => {
    const port = await listening(secured)
    const dispatcher = trusting()
    for (let i = 0; i < 3; i += 1) {
      const answer = await fetch(`https://localhost:${port}/healthz`, { dispatcher })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('strict-transport-security')).toBe('max-age=63072000')
      await answer.text()
    }
    await dispatcher.close()
  })

  test('reads bodies larger than one packet', async () => {
    const port = await listening(secured)
    const dispatcher = trusting()
    const answer = await fetch(`https://localhost:${port}/api/alles/boxes/1/things`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'x', filler: 'x'.repeat(200_000) }),
      dispatcher,
    })
    expect(await answer.json()).toMatchObject({ faults: [{ path: ['filler'] }] })
    await dispatcher.close()
  })

  test('sends plain HTTP on the same port to HTTPS', async () => {
    const port = await listening(secured)
    const answer = await exchangeBytes(port, 'GET /channels/1?x=y HTTP/1.1\r\nHost: evil.example\r\n\r\n')
    expect(answer).toContain('HTTP/1.1 308')
    expect(answer.toLowerCase()).toContain('location: https://localhost:3000/channels/1?x=y\r\n')
  })

  test('speaks no version below 1.2', async () => {
    const port = await listening(secured)
    const old = connectTls({
      port,
      host: '127.0.0.1',
      ca: testCertificate.cert,
      servername: 'localhost',
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    const [error] = (await once(old, 'error')) as [Error]
    expect(error.message).toMatch(/protocol|version|handshake/i)
  })

  test('upgrades', async () => {
    const port = await listening(secured)
    edge.http.onUpgrade('/gateway', ({ socket }) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
    const socket = connectTls({ port, host: '127.0.0.1', ca: testCertificate.cert, servername: 'localhost' })
    socket.write('GET /gateway HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    const [data] = (await once(socket, 'data')) as [Buffer]
    expect(data.toString()).toContain('101')
    socket.destroy()
  })

  test('survives connections that say nothing, nonsense, or hang up at once', async () => {
    const port = await listening(secured)
    const silent = connect(port, '127.0.0.1')
    await once(silent, 'connect')
    const hasty = connect(port, '127.0.0.1')
    hasty.once('connect', () => hasty.destroy())
    await exchangeBytes(port, Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 255]))
    expect(await exchangeBytes(port, 'nonsense\r\n\r\n')).toContain('400')
    const dispatcher = trusting()
    expect((await fetch(`https://localhost:${port}/healthz`, { dispatcher })).status).toBe(200)
    await dispatcher.close()
    silent.destroy()
  })
})

describe('what is not HTTP', () => {
  test.each([
    ['nonsense\r\n\r\n', 400, 'application/problem+json'],
    ['GET /api/v10/x HTTP/1.1\r\nbad header\r\n\r\n', 400, 'application/json'],
    [
      `GET /api/alles/x HTTP/1.1\r\nHost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      431,
      'application/problem+json',
    ],
    [
      'GET /api/v10/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'application/json',
    ],
    [
      'POST /api/v10/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n',
      400,
      'application/json',
    ],
    [
      'GET http://evil.example/api/v10/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      404,
      'application/json',
    ],
    [
      'GET http://evil.example?x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      404,
      'application/problem+json',
    ],
    ['GET /api/v10/x HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'application/json'],
    ['GET /api/alles/x HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'application/problem+json'],
    [
      'GET /api/v10/x HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
      404,
      'application/json',
    ],
  ])('is refused in the shape it asked for (%#)', async (bytes, status, type) => {
    const port = await listening()
    const answer = await exchangeBytes(port, bytes)
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    expect(answer.toLowerCase()).toContain(`content-type: ${type}\r\n`)
  })

  test('and bytes beyond ASCII in an address are refused', async () => {
    const port = await listening()
    const bytes = Buffer.from(
      'GET /api/alles/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'latin1',
    )
    expect(await exchangeBytes(port, bytes)).toContain('HTTP/1.1 400 ')
  })
})

describe('closing', () => {
  const request = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"title":"x"}`

  test('waits for what is being answered and ends idle connections at once', async () => {
    const port = await listening()
    const { promise, resolve } = Promise.withResolvers<object>()
    const begun = Promise.withResolvers<void>()
    edge.work = () => {
      begun.resolve()
      return promise
    }
    const idle = connect(port, '127.0.0.1')
    idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(idle, 'data')
    const busy = exchangeBytes(port, request('/api/alles/boxes/1/things'))
    await begun.promise
    const closed = edge.http.close()
    await once(idle, 'close')
    resolve({ id: '1', title: 'x' })
    const answer = await busy
    expect(answer).toContain('201 Created')
    expect(answer.toLowerCase()).toContain('connection: close')
    await closed
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  })

  test('leaves upgraded sockets to whoever took them', async () => {
    const port = await listening()
    const taken = Promise.withResolvers<{ end(): void }>()
    edge.http.onUpgrade('/gateway', ({ socket }) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
      taken.resolve(socket)
    })
    const client = connect(port, '127.0.0.1')
    client.write('GET /gateway HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    await once(client, 'data')
    await edge.http.close()
    expect(client.destroyed).toBe(false)
    const socket = await taken.promise
    socket.end()
    client.resume()
    await once(client, 'close')
  })
})
