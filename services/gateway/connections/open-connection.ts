import { limitKey, type Upgrade } from '@alles/platform/http'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { StreamCompression } from '../compression/encoder.ts'
import { controlFrames } from '../frames/control-frames.ts'
import type { Gateway } from '../gateway.ts'
import { closes, type Close } from '../protocol/codes.ts'
import { Connection } from './connection.ts'
import { receive } from './receive.ts'

/** An Identify with a presence takes some 4 KiB. */
const largestFrame = 16 * 1024
const socketOptions = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: largestFrame,
  /** How long a closing socket may take to agree, in milliseconds. */
  closeTimeout: 10_000,
}

export type OpenConnection = (upgrade: Pick<Upgrade, 'request' | 'socket' | 'head' | 'address'>) => void

/** Makes what turns upgrades into connections. `cookieName` is the cookie that holds a person's session. */
export function connectionOpener(gateway: Gateway, cookieName: string): OpenConnection {
  const server = new WebSocketServer(socketOptions)
  return ({ request, socket, head, address: whole }) => {
    const address = limitKey(whole)
    const cookie = cookieOf(request.headers.cookie, cookieName)
    const query = new URLSearchParams((request.url ?? '').split('?', 2)[1] ?? '')
    const fault = faultOf(query)
    const compression = compressionOf(query)
    server.handleUpgrade(request, socket, head, (ws) => {
      const connection = new Connection(gateway, { ws, socket, cookie, address, compression })
      attach(gateway, connection, ws)
      if (fault) connection.close(fault)
      else if (gateway.connections.isClosing) connection.sendAway()
      else connection.write(controlFrames.hello)
    })
  }
}

/** Joins a connection to its socket's events. Captures nothing of the request, which would stay in memory. */
function attach(gateway: Gateway, connection: Connection, ws: WebSocket): void {
  gateway.connections.add(connection)
  gateway.meters.connections.set(gateway.connections.size)
  ws.on('message', (data: RawData) => receive(gateway, connection, textOf(data)))
  // What `ws` finds wrong it closes by itself, with the code RFC 6455 gives it.
  ws.on('error', () => undefined)
  ws.on('close', (code) => {
    connection.closed(code)
    gateway.connections.remove(connection)
    gateway.meters.connections.set(gateway.connections.size)
  })
  connection.socket.on('drain', () => {
    if (connection.session) gateway.delivery.plan(connection.session)
  })
}

function textOf(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8')
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)).toString('utf8')
}

/** Only versions 9 and 10 in JSON. */
function faultOf(query: URLSearchParams): Close | null {
  const version = query.get('v') ?? '10'
  const encoding = query.get('encoding') ?? 'json'
  return ['9', '10'].includes(version) && encoding === 'json' ? null : closes.invalidVersion
}

/** Whoever asks for what we do not have gets plain text. */
function compressionOf(query: URLSearchParams): StreamCompression | null {
  const asked = query.get('compress')
  return asked === 'zlib-stream' || asked === 'zstd-stream' ? asked : null
}

function cookieOf(header: string | undefined, name: string): string | null {
  const pair = (header ?? '').split(';').find((one) => one.trim().startsWith(`${name}=`))
  return pair === undefined ? null : pair.slice(pair.indexOf('=') + 1).trim()
}
