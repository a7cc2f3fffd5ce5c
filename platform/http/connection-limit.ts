import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Metrics } from '../metrics/index.ts'
import { limitKey, plain, trustedBy } from './client-address.ts'

/** How many connections one IPv4 address or /64 network may have at a time, sockets that were upgraded among them. */
export const mostConnections = 512

interface ConnectionLimit {
  readonly most: number
  /** Their connections are other people's. */
  readonly trustedProxies: readonly string[]
  readonly metrics: Metrics
}

/** Hangs up on an address that has `most` connections already. Must be told of the server last: it comes first then. */
export function limitConnections(server: Server, { most, trustedProxies, metrics }: ConnectionLimit): void {
  const isTrusted = trustedBy(trustedProxies)
  const open = new Map<string, number>()
  const refused = metrics.counter(
    'http_connections_refused_total',
    'Connections closed at once because their address had as many as it may have.',
  )
  const takers = server.listeners('connection')
  const take = (socket: Socket) => {
    for (const taker of takers) taker.call(server, socket)
  }
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const address = plain(socket.remoteAddress)
    if (isTrusted(address)) return take(socket)
    const key = limitKey(address)
    const count = open.get(key) ?? 0
    if (count >= most) {
      refused.inc()
      socket.destroy()
      return
    }
    open.set(key, count + 1)
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1
      if (left === 0) open.delete(key)
      else open.set(key, left)
    })
    take(socket)
  })
}
