import type { GatewayEvent } from '../state/gateway-event.ts'
import { backoff } from './backoff.ts'
import { afterClose, op, readFrame, type Frame } from './frames.ts'

/** The part of a WebSocket that is used here. */
export interface Socket {
  send(text: string): void
  close(code?: number): void
}

/** What a socket says. */
export interface SocketListener {
  message(data: unknown): void
  closed(code: number): void
}

/**
 * - `connecting`: the first time, or again after a loss that was noticed less than a moment ago.
 * - `online`: events arrive.
 * - `offline`: connecting again did not work at once; it goes on by itself.
 * - `signed-out`: the session is over. `ended`: stopped by us, or refused for good.
 */
export type ConnectionStatus = 'connecting' | 'online' | 'offline' | 'signed-out' | 'ended'

export interface ConnectionParts {
  /** The account this tab acts as. */
  readonly account: string
  readonly openSocket: (listener: SocketListener) => Socket
  readonly onEvent: (event: GatewayEvent) => void
  readonly onStatus: (status: ConnectionStatus) => void
  readonly timers: {
    set(run: () => void, ms: number): number
    clear(timer: number): void
  }
  readonly random: () => number
}

type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting'; readonly timer: number }
  | { readonly kind: 'open'; readonly socket: Socket; readonly begun: boolean }
  | { readonly kind: 'ended' }

/** Guilds of up to so many members are told with all of them, the most that may be asked for. */
const mostTold = 250

/** Members of one guild, by who they are or by how their names begin. The answer comes as events. */
export type MembersWanted = { readonly guild_id: string } & (
  | { readonly user_ids: readonly string[] }
  | { readonly query: string; readonly limit: number }
)

/** No Hello within this time: the attempt has failed. */
const helloMs = 10_000

/**
 * One tab's connection to the gateway: hello, identify or resume, heartbeats, and again from the start when it is lost.
 * What was missed is replayed by a resume; where that is refused, a new READY says so.
 */
export class GatewayConnection {
  readonly #parts: ConnectionParts
  #phase: Phase = { kind: 'idle' }
  #session: { id: string; sequence: number } | null = null
  #sequence = 0
  #failures = 0
  #heartbeat: number | null = null
  #acknowledged = true

  constructor(parts: ConnectionParts) {
    this.#parts = parts
  }

  start(): void {
    if (this.#phase.kind !== 'idle') return
    this.#parts.onStatus('connecting')
    this.#open()
  }

  /** Tries at once instead of after the wait: the browser says that the network is back. */
  retryNow(): void {
    if (this.#phase.kind !== 'waiting') return
    this.#parts.timers.clear(this.#phase.timer)
    this.#open()
  }

  stop(): void {
    const phase = this.#phase
    this.#phase = { kind: 'ended' }
    this.#stopHeartbeat()
    if (phase.kind === 'waiting') this.#parts.timers.clear(phase.timer)
    if (phase.kind === 'open') phase.socket.close(1000)
    this.#parts.onStatus('ended')
  }

  /** Asks for members. False where nobody is there to be asked. */
  requestMembers(wanted: MembersWanted): boolean {
    if (this.#phase.kind !== 'open' || !this.#phase.begun) return false
    this.#send({ op: op.requestMembers, d: wanted })
    return true
  }

  #open(): void {
    // What an earlier socket still says is of no interest.
    const isCurrent = () => this.#phase.kind === 'open' && this.#phase.socket === socket
    const socket = this.#parts.openSocket({
      message: (data) => {
        const frame = isCurrent() ? readFrame(data) : null
        if (frame) this.#read(frame)
      },
      closed: (code) => {
        if (isCurrent()) this.#closed(code)
      },
    })
    this.#phase = { kind: 'open', socket, begun: false }
    this.#acknowledged = true
    this.#heartbeat = this.#parts.timers.set(() => this.#lose(4000), helloMs)
  }

  #read(frame: Frame): void {
    switch (frame.op) {
      case op.hello:
        this.#hello((frame.d as { heartbeat_interval: number }).heartbeat_interval)
        return
      case op.heartbeatAck:
        this.#acknowledged = true
        return
      case op.heartbeat:
        this.#send({ op: op.heartbeat, d: this.#sequence })
        return
      case op.reconnect:
        this.#lose(4000)
        return
      case op.invalidSession:
        if (frame.d !== true) this.#session = null
        this.#lose(4000)
        return
      case op.dispatch:
        this.#dispatch(frame)
        return
      default:
    }
  }

  #hello(interval: number): void {
    this.#stopHeartbeat()
    this.#heartbeat = this.#parts.timers.set(() => this.#beat(interval), interval * this.#parts.random())
    if (this.#session) {
      this.#sequence = this.#session.sequence
      const resume = {
        token: '',
        session_id: this.#session.id,
        seq: this.#sequence,
        account: this.#parts.account,
      }
      this.#send({ op: op.resume, d: resume })
      return
    }
    this.#sequence = 0
    const properties = { os: 'web', browser: 'alles', device: '' }
    this.#send({
      op: op.identify,
      d: { token: '', account: this.#parts.account, properties, large_threshold: mostTold },
    })
  }

  #beat(interval: number): void {
    if (!this.#acknowledged) {
      this.#lose(4000)
      return
    }
    this.#acknowledged = false
    this.#send({ op: op.heartbeat, d: this.#sequence })
    this.#heartbeat = this.#parts.timers.set(() => this.#beat(interval), interval)
  }

  #dispatch(frame: Frame): void {
    if (typeof frame.s === 'number') this.#sequence = frame.s
    if (this.#session) this.#session.sequence = this.#sequence
    const event = { t: frame.t, d: frame.d } as GatewayEvent
    if (event.t === 'READY') this.#session = { id: event.d.session_id, sequence: this.#sequence }
    this.#parts.onEvent(event)
    if (event.t === 'READY' || event.t === 'RESUMED') this.#begun()
  }

  #begun(): void {
    if (this.#phase.kind !== 'open') return
    this.#phase = { ...this.#phase, begun: true }
    this.#failures = 0
    this.#parts.onStatus('online')
  }

  #send(frame: Frame): void {
    if (this.#phase.kind === 'open') this.#phase.socket.send(JSON.stringify(frame))
  }

  /** Gives up this socket and comes back. */
  #lose(code: number): void {
    if (this.#phase.kind !== 'open') return
    const { socket } = this.#phase
    this.#closed(code)
    socket.close(code)
  }

  #closed(code: number): void {
    if (this.#phase.kind !== 'open') return
    this.#stopHeartbeat()
    const next = afterClose(code)
    if (next === 'signed-out' || next === 'give-up') {
      this.#phase = { kind: 'ended' }
      this.#parts.onStatus(next === 'signed-out' ? 'signed-out' : 'ended')
      return
    }
    if (next === 'identify') this.#session = null
    this.#failures += 1
    this.#parts.onStatus(this.#phase.begun ? 'connecting' : 'offline')
    const timer = this.#parts.timers.set(() => this.#open(), backoff(this.#failures, this.#parts.random))
    this.#phase = { kind: 'waiting', timer }
  }

  #stopHeartbeat(): void {
    if (this.#heartbeat !== null) this.#parts.timers.clear(this.#heartbeat)
    this.#heartbeat = null
  }
}
