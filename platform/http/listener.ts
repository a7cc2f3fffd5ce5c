import { createServer as createPlain, STATUS_CODES, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { Socket } from 'node:net'
import { edgeRefusals, Refusal, type RefusalKind } from '../contract/index.ts'
import { protocolOf } from './fallback.ts'
import { mostArrivalMs } from './incoming-file.ts'
import { refusalAnswer } from './refusal-shapes.ts'

export interface TlsFiles {
  readonly cert: string | Buffer
  readonly key: string | Buffer
}

const timeouts = { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: mostArrivalMs }
const onlySockets = {
  shouldUpgradeCallback: (request: { headers: { upgrade?: string | undefined } }) =>
    request.headers.upgrade?.toLowerCase() === 'websocket',
}

/** The server that speaks HTTP to whatever connection it is given. Nothing is answered behind the listener's back. */
export function httpServer(tls: TlsFiles | undefined, listener: RequestListener): Server {
  const settings = { ...timeouts, ...onlySockets, requireHostHeader: false }
  const server = tls
    ? createSecure({ ...settings, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 }, listener)
    : createPlain(settings, listener)
  // Expectations we do not know may be passed over (RFC 9110, 10.1.1).
  return server.on('checkExpectation', listener)
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
  if (redirectTo !== null) redirectPlainHttp(server, redirectTo)
  const open = new Connections(server)
  return {
    listen(port, host) {
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen({ port, host }, () => {
          server.off('error', reject)
          const address = server.address()
          resolve(typeof address === 'object' && address !== null ? address.port : port)
        })
      })
    },
    async close(graceMs) {
      if (!server.listening) return
      server.close()
      server.closeIdleConnections()
      await open.ended(graceMs)
    },
  }
}

/**
 * The connections that still speak HTTP. One that was upgraded belongs to whoever took it, who ends it in its own way.
 */
class Connections {
  readonly #sockets = new Map<string, Socket>()
  #whenEmpty: () => void = () => {}

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      const place = placeOf(socket)
      this.#sockets.set(place, socket)
      socket.once('close', () => this.#forget(place))
    })
    // Over TLS this is another object than the one that connected; the two ends of the wire are the same.
    server.on('upgrade', (request) => this.#forget(placeOf(request.socket)))
  }

  /** Waits for what is being answered, for at most `graceMs`; then ends what is left. */
  async ended(graceMs: number): Promise<void> {
    if (this.#sockets.size === 0) return
    const deadline = setTimeout(() => {
      for (const socket of this.#sockets.values()) socket.destroy()
    }, graceMs)
    await new Promise<void>((resolve) => (this.#whenEmpty = resolve))
    clearTimeout(deadline)
  }

  #forget(place: string): void {
    this.#sockets.delete(place)
    if (this.#sockets.size === 0) this.#whenEmpty()
  }
}

function placeOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`
}

const tlsHandshake = 22

function redirectPlainHttp(server: Server, redirectTo: string): void {
  const redirecting = createPlain((request, response) => {
    const path = request.url?.startsWith('/') ? request.url : '/'
    response.writeHead(308, { location: `${redirectTo}${path}`, connection: 'close', 'content-length': 0 })
    response.end()
  })
  const secure = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const end = () => socket.destroy()
    socket.on('error', end)
    socket.setTimeout(timeouts.headersTimeout, end)
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null
      if (first === null) return
      socket.unshift(first)
      if (first[0] !== tlsHandshake) {
        redirecting.emit('connection', socket)
        return
      }
      socket.off('error', end)
      socket.off('timeout', end)
      socket.setTimeout(0)
      for (const listener of secure) listener.call(server, socket)
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

const unparsable: Readonly<Record<string, RefusalKind>> = {
  HPE_HEADER_OVERFLOW: edgeRefusals.headers_too_large,
  ERR_HTTP_REQUEST_TIMEOUT: edgeRefusals.too_slow,
}

/** Answers what could not even be parsed as HTTP, as far as its first line tells which protocol was meant. */
export function answerUnparsable(error: Unparsable, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const path = /^[A-Z]+ (\S+)/.exec(firstBytes(error.rawPacket))?.[1] ?? '/'
  const kind = unparsable[error.code ?? ''] ?? edgeRefusals.invalid_input
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
