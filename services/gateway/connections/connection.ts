import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import {
  payloadEncoder,
  streamEncoder,
  type Encoder,
  type StreamCompression,
} from '../compression/encoder.ts'
import type { Packer } from '../compression/packer.ts'
import { controlFrames } from '../frames/control-frames.ts'
import type { Gateway } from '../gateway.ts'
import type { Close } from '../protocol/codes.ts'
import type { Stage } from '../protocol/decide.ts'
import { FrameLimit } from '../protocol/frame-limit.ts'
import { withoutHeader } from '../frames/frame.ts'
import { endSession } from '../sessions/end-session.ts'
import type { Outlet, Session } from '../sessions/session.ts'
import { closes } from '../protocol/codes.ts'

/** Close codes of clients that leave for good: a bot that stops, a page that is left. */
const goodbyes: ReadonlySet<number> = new Set([1000, 1001])

interface Opened {
  readonly ws: WebSocket
  /** What `ws` reads from and writes to. */
  readonly socket: Duplex
  /** The session cookie that came with the upgrade. */
  readonly cookie: string | null
  /** What limits by address count. */
  readonly address: string
  /** What the whole connection is compressed with. */
  readonly compression: StreamCompression | null
}

/** One open socket. */
export class Connection implements Outlet {
  readonly socket: Duplex
  readonly cookie: string | null
  readonly address: string
  readonly limit = new FrameLimit()
  /** When it was last heard of, or its stage began, milliseconds since 1970. */
  heardAt: number
  readonly #gateway: Gateway
  readonly #ws: WebSocket
  #stage: Stage = 'greeted'
  #session: Session | null = null
  #packer: Packer | null = null

  constructor(gateway: Gateway, { ws, socket, cookie, address, compression }: Opened) {
    this.#gateway = gateway
    this.#ws = ws
    this.socket = socket
    this.cookie = cookie
    this.address = address
    this.heardAt = gateway.clock.now()
    if (compression) this.#compress(() => streamEncoder(compression))
  }

  get packer(): Packer | null {
    return this.#packer
  }

  get stage(): Stage {
    return this.#stage
  }

  get session(): Session | null {
    return this.#session
  }

  get isOpen(): boolean {
    return this.socket.writable
  }

  /** Whether the client has yet to read before the socket takes more. */
  get isFull(): boolean {
    return this.isOpen && (this.socket.writableNeedDrain || this.#packer?.isBusy === true)
  }

  /** Looks at who is there. */
  prove(): void {
    this.#stage = 'proving'
  }

  /** Waits for an Identify, from the beginning. */
  await(): void {
    this.#stage = 'greeted'
    this.heardAt = this.#gateway.clock.now()
  }

  /** Carries a session from now on. */
  carry(session: Session): void {
    this.#stage = 'live'
    this.#session = session
    this.heardAt = this.#gateway.clock.now()
    session.outlet = this
    this.#gateway.sessions.regain(session)
    this.#gateway.counts.changed(session.accountId)
    this.#gateway.own.changed(session.accountId)
  }

  /** Writes a frame that has no number. */
  write(frame: Buffer): void {
    if (this.#packer) this.#packer.give([withoutHeader(frame)])
    else if (this.isOpen) this.socket.write(frame)
  }

  /** From now on large payloads are compressed, where the connection is not anyway. */
  packPayloads(): void {
    if (!this.#packer) this.#compress(payloadEncoder)
  }

  /** Closes after what was given to write; the session waits to be resumed. */
  close(why: Close): void {
    if (this.#stage === 'closed') return
    this.#gateway.meters.closes.inc({ code: String(why.code) })
    this.#leave()
    const end = () => this.#ws.close(why.code, why.reason)
    if (this.#packer) void this.#packer.idle().then(end)
    else end()
  }

  /** The socket is closed, whoever closed it. A client that says goodbye will not resume; any other end may be an accident. */
  closed(code: number): void {
    if (this.#stage === 'closed') return
    const session = this.#session
    this.#gateway.meters.closes.inc({ code: 'client' })
    this.#leave()
    if (session && goodbyes.has(code)) endSession(this.#gateway, session, closes.goingAway)
  }

  /** Closes without waiting for the other side. */
  terminate(): void {
    this.#ws.terminate()
  }

  release(): void {
    this.#session = null
  }

  /** Tells the client to come back, and closes. */
  sendAway(): void {
    this.write(controlFrames.reconnect)
    this.close(closes.goingAway)
  }

  /** Resolves once the socket takes more, or is closed. */
  async room(): Promise<void> {
    await this.#packer?.idle()
    if (!this.isOpen || !this.socket.writableNeedDrain) return
    await new Promise<void>((resolve) => {
      const done = () => {
        this.socket.off('drain', done)
        this.socket.off('close', done)
        resolve()
      }
      this.socket.on('drain', done)
      this.socket.on('close', done)
    })
  }

  #compress(make: () => Encoder): void {
    this.#packer = this.#gateway.packers.open(this.socket, make, (error) => {
      this.#gateway.log.warn('gateway.compression_failed', { error })
      this.close(closes.resumable)
    })
  }

  /** A session that had only begun cannot be resumed: its client does not know yet where it is. */
  #leave(): void {
    const session = this.#session
    this.#stage = 'closed'
    this.#session = null
    if (session?.outlet !== this) return
    session.outlet = null
    session.waiting = 0
    session.detachedAt = this.#gateway.clock.now()
    this.#gateway.counts.changed(session.accountId)
    this.#gateway.own.changed(session.accountId)
    const goes = session.early ? session : this.#gateway.sessions.lose(session)
    if (goes) endSession(this.#gateway, goes, closes.resumable)
  }
}
