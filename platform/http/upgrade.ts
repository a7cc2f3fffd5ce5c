import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Refusal } from '../contract/index.ts'
import { limitKey } from './client-address.ts'
import { readCookie } from './cookies.ts'
import type { Edge } from './edge.ts'
import { inTime } from './in-time.ts'
import type { Caller, CredentialRequest } from './routes.ts'

/** A request to speak another protocol on this connection. Whoever takes it owns the socket from then on. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
  /** Null where no credential was sent, or one that is no longer good. */
  readonly caller: Caller | null
  /** Where it came from, after trusted proxies. For limits alone. */
  readonly address: string
}

export type TakeUpgrade = (upgrade: Upgrade) => void

type Raw = Pick<Upgrade, 'request' | 'socket' | 'head'>

/** Answers an upgrade: by path, only from our own pages where a cookie is sent. */
export async function answerUpgrade(
  edge: Edge,
  takers: ReadonlyMap<string, TakeUpgrade>,
  raw: Raw,
): Promise<void> {
  const { request, socket } = raw
  const breakOff = () => socket.destroy()
  socket.on('error', breakOff)
  const { address } = edge.hop(request.socket.remoteAddress, request.headers)
  const take = takers.get((request.url ?? '').split('?', 1)[0] ?? '')
  const asked = credentialsOf(edge, request)
  const no = take ? refusedStatus(edge, asked, address) : 404
  if (!take || no !== null) return deny(socket, no ?? 404)
  try {
    const caller = await inTime(callerOf(edge, asked), edge.patienceMs)
    if (socket.destroyed) return
    take({ ...raw, caller, address })
    socket.off('error', breakOff)
  } catch (error) {
    const unavailable = error instanceof Refusal || edge.isUnavailable(error)
    if (unavailable) edge.outages.met({ route: 'upgrade', error })
    else edge.log.error('http.upgrade_failed', { error })
    deny(socket, unavailable ? 503 : 500)
  }
}

function refusedStatus(edge: Edge, asked: CredentialRequest, address: string): number | null {
  if (edge.closing) return 503
  if (edge.general?.take(limitKey(address)).allowed === false) return 429
  const withCookie = asked.cookie(edge.sessionCookie) !== undefined
  return withCookie && edge.origins.isForeign(asked) ? 403 : null
}

async function callerOf(edge: Edge, asked: CredentialRequest): Promise<Caller | null> {
  try {
    return await edge.authenticate(asked)
  } catch (error) {
    // Browsers cannot see why an upgrade was refused; the protocol on the socket says it better.
    if (error instanceof Refusal) return null
    throw error
  }
}

function credentialsOf(edge: Edge, request: IncomingMessage): CredentialRequest {
  return {
    secure: edge.secure,
    cookie: (name) => readCookie(request.headers.cookie, name),
    header: (name) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value.join(', ') : value
    },
  }
}

/** The connection ends with the answer, whether or not the other side ends its own half. */
function deny(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${status === 503 ? 'Retry-After: 1\r\n' : ''}\r\n`,
  )
}
