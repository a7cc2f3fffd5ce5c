import { WebSocket } from 'ws'
import type { TestPerson } from './person.ts'
import { pause } from './server.ts'

interface Frame {
  readonly op: number
  readonly t?: string | null
  readonly s?: number | null
  readonly d?: unknown
}

interface Wire {
  readonly id: string
  readonly channel_id: string
  readonly content: string
}

/**
 * A client as people have them: it stays connected, resumes where it can, and where it has to begin anew it fills the gap
 * from the channel's history.
 */
export class SteadyClient {
  /** What it shows of the channel, by id. */
  readonly shown = new Map<string, string>()
  /** How often each message came down the socket. */
  readonly came = new Map<string, number>()
  /** How long it took from each lost connection until it was READY or RESUMED, and showed everything, milliseconds. */
  readonly outages: number[] = []
  /** How often it was told Invalid Session. */
  invalidated = 0
  readonly #person: TestPerson
  readonly #channel: string
  #socket: WebSocket | null = null
  #session: { id: string; sequence: number } | null = null
  #lostAt = performance.now()
  #newest = '0'
  #ready = false
  #stopped = false
  #loop: Promise<void> | null = null

  constructor(person: TestPerson, channel: string) {
    this.#person = person
    this.#channel = channel
  }

  get isReady(): boolean {
    return this.#ready
  }

  start(): void {
    this.#loop = this.#stayConnected()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#socket?.close(1000)
    await this.#loop
  }

  /** Every message of the channel, in order, as it shows them. */
  contents(): string[] {
    return [...this.shown]
      .toSorted(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
      .map(([, content]) => content)
  }

  async #stayConnected(): Promise<void> {
    while (!this.#stopped) {
      await this.#connectOnce()
      if (this.#ready) this.#lostAt = performance.now()
      this.#ready = false
      await pause(100)
    }
  }

  #connectOnce(): Promise<void> {
    return new Promise((resolve) => {
      const socket = new WebSocket(
        `${this.#person.origin.replace(/^http/, 'ws')}/gateway?v=10&encoding=json`,
        {
          headers: { cookie: this.#person.cookie },
          perMessageDeflate: false,
        },
      )
      this.#socket = socket
      socket.on('message', (data: Buffer) => void this.#hear(socket, JSON.parse(data.toString()) as Frame))
      socket.on('error', () => undefined)
      socket.on('close', () => resolve())
    })
  }

  async #hear(socket: WebSocket, { op, t, s, d }: Frame): Promise<void> {
    const say = (code: number, data: unknown) => socket.send(JSON.stringify({ op: code, d: data }))
    if (op === 10) {
      if (this.#session) say(6, { token: '', session_id: this.#session.id, seq: this.#session.sequence })
      else say(2, { token: '', properties: {} })
    }
    if (op === 9) {
      this.invalidated += 1
      this.#session = null
      say(2, { token: '', properties: {} })
    }
    if (t === 'READY') this.#session = { id: (d as { session_id: string }).session_id, sequence: 0 }
    if (this.#session && typeof s === 'number') this.#session.sequence = s
    if (t === 'MESSAGE_CREATE') this.#messageCame(d as Wire)
    if (t === 'READY') await this.#fill()
    if (t === 'READY' || t === 'RESUMED') {
      this.outages.push(performance.now() - this.#lostAt)
      this.#ready = true
    }
  }

  #messageCame(message: Wire): void {
    if (message.channel_id !== this.#channel) return
    this.came.set(message.id, (this.came.get(message.id) ?? 0) + 1)
    this.#show(message)
  }

  #show({ id, content }: Wire): void {
    this.shown.set(id, content)
  }

  /** Asks for what came after the newest message that was whole when the connection broke. */
  async #fill(): Promise<void> {
    for (;;) {
      const page = await this.#person
        .call<Wire[]>('GET', `/api/v10/channels/${this.#channel}/messages?after=${this.#newest}&limit=100`)
        .catch(() => null)
      if (page) {
        for (const message of page) this.#show(message)
        const [newest] = page.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))
        if (!newest) return
        this.#newest = newest.id
      } else await pause(50)
    }
  }
}
