import { once } from 'node:events'
import { WebSocket } from 'ws'
import { PayloadReader } from './payload-reader.ts'
import type { ReadFrame } from './read-frames.ts'

type Wanted = (frame: ReadFrame) => boolean

/** A client of the gateway as anybody could write one: a WebSocket and JSON. */
export class GatewayClient {
  readonly socket: WebSocket
  /** Everything that came, in order. */
  readonly frames: ReadFrame[] = []
  /** How many of them came compressed. */
  packed = 0
  /** The close code, once closed. */
  closed: number | null = null
  readonly #waiting = new Set<() => void>()

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers, perMessageDeflate: false })
    const reader = new PayloadReader(new URL(url).searchParams.get('compress'), (text, binary) => {
      this.frames.push(JSON.parse(text) as ReadFrame)
      if (binary) this.packed += 1
      this.#wake()
    })
    this.socket.on('message', (data: Buffer, binary) => reader.read(data, binary))
    this.socket.on('close', (code) => void this.#ended(reader, code))
    this.socket.on('error', () => undefined)
  }

  say(op: number, d?: unknown): void {
    this.socket.send(JSON.stringify({ op, d }))
  }

  /** The first frame of this kind after the `from` frames that came first. */
  async frame(wanted: Wanted, from = 0): Promise<ReadFrame> {
    for (;;) {
      const found = this.frames.slice(from).find(wanted)
      if (found) return found
      if (this.closed !== null) throw new Error(`closed with ${this.closed} while waiting`)
      await this.#more()
    }
  }

  /** The payload of the first event `t` that matches. */
  async event<T = Record<string, unknown>>(t: string, matches: (d: T) => boolean = () => true): Promise<T> {
    const found = await this.frame((frame) => frame.t === t && matches(frame.d as T))
    return found.d as T
  }

  /** The payloads of all events `t` so far. */
  events<T = Record<string, unknown>>(t: string): T[] {
    return this.frames.filter((frame) => frame.t === t).map((frame) => frame.d as T)
  }

  /** The number of the last dispatch. */
  get sequence(): number {
    return this.frames.reduce((last, frame) => frame.s ?? last, 0)
  }

  /** The close code, waited for. */
  async code(): Promise<number> {
    while (this.closed === null) await this.#more()
    return this.closed
  }

  /** Waits until everything sent before has been answered. */
  async settle(): Promise<void> {
    const from = this.frames.length
    this.say(1, this.sequence)
    await this.frame((frame) => frame.op === 11, from)
  }

  /** Breaks the connection as a network does. */
  async cut(): Promise<void> {
    this.socket.terminate()
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close')
  }

  async #ended(reader: PayloadReader, code: number): Promise<void> {
    await reader.ended()
    this.closed = code
    this.#wake()
  }

  #more(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve))
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
