import { randomBytes } from 'node:crypto'
import type { Bus } from '@alles/platform/events'
import { gatewayAlive, gatewayGone, gatewaysTopic } from './peer-events.ts'

const beatMs = 2000
/** A process that was silent for so many beats is taken for killed. */
const patience = 3

interface Peer {
  heardAt: number
  takesSessions: boolean
}

type Listener = (id: string) => void

/** The other gateway processes of this instance, as far as the bus reaches. */
export class Peers {
  /** This process. */
  readonly id = randomBytes(8).toString('hex')
  readonly #bus: Bus
  readonly #speaks: boolean
  readonly #beatMs: number
  readonly #known = new Map<string, Peer>()
  readonly #came: Listener[] = []
  readonly #gone: Listener[] = []
  #stops: (() => void)[] = []
  #takesSessions = true

  /** One that holds no sessions listens alone. */
  constructor(bus: Bus, { speaks, ms = beatMs }: { readonly speaks: boolean; readonly ms?: number }) {
    this.#bus = bus
    this.#speaks = speaks
    this.#beatMs = ms
  }

  /** Calls this when another process was heard for the first time, or again after it was taken for killed. */
  onCame(listener: Listener): void {
    this.#came.push(listener)
  }

  /** Calls this when a process stopped, or fell silent. */
  onGone(listener: Listener): void {
    this.#gone.push(listener)
  }

  /** Begins to speak and to listen. */
  start(): void {
    const beating = setInterval(() => this.#beat(), this.#beatMs)
    this.#stops = [
      () => clearInterval(beating),
      this.#bus.subscribe(gatewaysTopic, gatewayAlive, ({ from, takesSessions }) =>
        this.#heard(from, takesSessions),
      ),
      this.#bus.subscribe(gatewaysTopic, gatewayGone, ({ from }) => this.#forget(from)),
    ]
    this.#say()
  }

  /** Processes that would take sessions over. */
  takers(): string[] {
    return [...this.#known].filter(([, peer]) => peer.takesSessions).map(([id]) => id)
  }

  /** Whether this process is the one that does what one of them has to do. */
  get isFirst(): boolean {
    return [...this.#known.keys()].every((other) => this.id < other)
  }

  get isAlone(): boolean {
    return this.#known.size === 0
  }

  /** From now on nobody is to hand sessions over to this process. */
  closing(): void {
    this.#takesSessions = false
    this.#say()
  }

  /** Says goodbye. */
  stop(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
    if (this.#speaks) this.#bus.publish(gatewaysTopic, gatewayGone, { from: this.id })
  }

  #say(): void {
    if (!this.#speaks) return
    this.#bus.publish(gatewaysTopic, gatewayAlive, { from: this.id, takesSessions: this.#takesSessions })
  }

  #beat(): void {
    this.#say()
    const latest = performance.now() - patience * this.#beatMs
    for (const [id, peer] of this.#known) if (peer.heardAt < latest) this.#forget(id)
  }

  /** A newcomer is answered at once: it need not wait to know who is there. */
  #heard(id: string, takesSessions: boolean): void {
    if (id === this.id) return
    const known = this.#known.get(id)
    this.#known.set(id, { heardAt: performance.now(), takesSessions })
    if (known) return
    this.#say()
    for (const listener of this.#came) listener(id)
  }

  #forget(id: string): void {
    if (this.#known.delete(id)) for (const listener of this.#gone) listener(id)
  }
}
