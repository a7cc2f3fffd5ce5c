import { WebSocket } from 'ws'

export interface GatewayFrame {
  readonly op: number
  readonly t?: string | null
  readonly s?: number | null
  readonly d?: unknown
}

/** A client of the gateway that says whatever it is told to. */
export class GatewaySocket {
  readonly frames: GatewayFrame[] = []
  readonly #socket: WebSocket
  #code: number | null = null
  #woken: () => void = () => {}

  /** `origin` as HTTP knows it. */
  constructor(
    origin: string,
    options: { query?: string; headers?: Record<string, string>; ca?: string } = {},
  ) {
    const { query = 'v=10&encoding=json', headers = {}, ca } = options
    this.#socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/gateway?${query}`, {
      headers,
      perMessageDeflate: false,
      ...(ca !== undefined && { ca }),
    })
    this.#socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as GatewayFrame)
      this.#woken()
    })
    this.#socket.on('close', (code) => {
      this.#code = code
      this.#woken()
    })
    this.#socket.on('error', () => undefined)
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** Sends bytes as they are, once the server has said Hello. */
  async send(bytes: string | Buffer, binary = false): Promise<void> {
    await this.until((frame) => frame.op === 10)
    this.#socket.send(bytes, { binary })
  }

  async say(op: number, d?: unknown): Promise<void> {
    await this.send(JSON.stringify({ op, d }))
  }

  /** The first frame that matches, of those that came and those to come. */
  async until(matches: (frame: GatewayFrame) => boolean): Promise<GatewayFrame> {
    for (;;) {
      const found = this.frames.find(matches)
      if (found) return found
      if (this.#code !== null) throw new Error(`closed with ${this.#code} while waiting`)
      await this.#more()
    }
  }

  event(t: string): Promise<GatewayFrame> {
    return this.until((frame) => frame.t === t)
  }

  /** The code it is closed with. */
  async closed(): Promise<number> {
    while (this.#code === null) await this.#more()
    return this.#code
  }

  close(): void {
    this.#socket.terminate()
  }

  #more(): Promise<void> {
    return new Promise((resolve) => (this.#woken = resolve))
  }
}
