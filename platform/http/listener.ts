import { createServer as createPlain, STATUS_CODES, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { createServer as createRaw, type Server as RawServer, type Socket } from 'node:net'
import { edgeRefusals, Refusal } from '../contract/index.ts'
import { protocolOf } from './fallback.ts'
import { refusalAnswer } from './refusal-shapes.ts'

export interface TlsFiles {
  readonly cert: string | Buffer
  readonly key: string | Buffer
}

const timeouts = { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 60_000 }
const onlySockets = {
  shouldUpgradeCallback: (request: { headers: { upgrade?: string | undefined } }) =>
    request.headers.upgrade?.toLowerCase() === 'websocket',
}

/** The server that speaks HTTP to whatever connection it is given. */
export function httpServer(tls: TlsFiles | undefined, listener: RequestListener): Server {
  const settings = { ...timeouts, ...onlySockets }
  if (!tls) return createPlain(settings, listener)
  return createSecure({ ...settings, ...tls, minVersion: 'TLSv1.2' }, listener)
}

/** What listens on a port, and how it stops. */
export interface Listener {
  listen(port: number, host: string): Promise<number>
  /** Stops accepting, lets what is being answered finish for `graceMs`, then ends every connection. */
  close(graceMs: number): Promise<void>
}

/**
 * Listens for `server`. Where it speaks TLS, plain HTTP on the same port is told where to go: a TLS connection begins
 * with the byte 22, which no HTTP request does.
 */
export function listenerFor(server: Server, redirectTo: string | null): Listener {
  const sockets = new Set<Socket>()
  const outer: RawServer = redirectTo === null ? server : twoProtocols(server, redirectTo)
  outer.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return {
    listen(port, host) {
      return new Promise((resolve, reject) => {
        outer.once('error', reject)
        outer.listen({ port, host }, () => {
          outer.off('error', reject)
          const address = outer.address()
          resolve(typeof address === 'object' && address !== null ? address.port : port)
        })
      })
    },
    async close(graceMs) {
      if (!outer.listening) return
      const closed = new Promise<void>((resolve) => outer.close(() => resolve()))
      server.closeIdleConnections()
      const deadline = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, graceMs)
      await closed
      clearTimeout(deadline)
    },
  }
}

const tlsHandshake = 22

function twoProtocols(server: Server, redirectTo: string): RawServer {
  const redirecting = createPlain(timeouts, (request, response) => {
    response.writeHead(308, {
      location: new URL(request.url?.startsWith('/') ? request.url : '/', redirectTo).href,
      connection: 'close',
      'content-length': 0,
    })
    response.end()
  })
  return createRaw({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.setTimeout(timeouts.headersTimeout, () => socket.destroy())
    socket.once('readable', () => {
      socket.setTimeout(0)
      const first = socket.read(1) as Buffer | null
      if (first === null) return
      socket.unshift(first)
      const inner = first[0] === tlsHandshake ? server : redirecting
      inner.emit('connection', socket)
    })
  })
}

function firstBytes(packet: unknown): string {
  return Buffer.isBuffer(packet) ? packet.toString('latin1', 0, 200) : ''
}

/** What Node says of bytes that are no HTTP request. */
interface Unparsable extends Error {
  readonly code?: string | undefined
  readonly rawPacket?: unknown
}

/** Answers what could not even be parsed as HTTP, as far as its first line tells which protocol was meant. */
export function answerUnparsable(error: Unparsable, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const path = /^[A-Z]+ (\S+)/.exec(firstBytes(error.rawPacket))?.[1] ?? '/'
  const kind =
    error.code === 'HPE_HEADER_OVERFLOW' ? edgeRefusals.headers_too_large : edgeRefusals.invalid_input
  const answer = refusalAnswer(protocolOf(path), new Refusal(kind), '-')
  socket.end(
    [
      `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
      `Content-Type: ${answer.mediaType}`,
      `Content-Length: ${Buffer.byteLength(answer.body)}`,
      'Connection: close',
      '',
      answer.body,
    ].join('\r\n'),
  )
}
