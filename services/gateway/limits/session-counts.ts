import type { Bus } from '@alles/platform/events'
import type { Clock } from '@alles/platform/ids'
import { gatewaysTopic, gatewayTopic } from '../peers/peer-events.ts'
import type { Peers } from '../peers/peers.ts'
import { countsAsked, countsTold, sessionsBegun, sessionsOpen, type Begun } from './limit-events.ts'
import { StartLimit, type Verdict } from './start-limit.ts'

/** How long counts are gathered before other processes hear of them. */
const gatherMs = 50
const mostTold = 1000

interface CountsParts {
  readonly bus: Bus
  readonly clock: Clock
  readonly peers: Peers
  /** How many connected sessions an account has in this process. */
  readonly openHere: (accountId: string) => number
  /** Hears whose connected sessions were lost with another process. */
  readonly lost: (accountIds: readonly string[]) => void
  /** False counts and never refuses: for benchmarks alone. */
  readonly enforced: boolean
}

/** What accounts have begun and hold open in all processes together. Each process counts its own and hears the others. */
export class SessionCounts {
  readonly #parts: CountsParts
  readonly #starts = new StartLimit()
  readonly #elsewhere = new Map<string, Map<string, number>>()
  #begun: Begun[] = []
  /** Accounts whose number of open sessions others have to hear. */
  readonly #changed = new Set<string>()
  readonly #told = new Map<string, number>()
  #planned: NodeJS.Timeout | null = null
  #stops: (() => void)[] = []

  constructor(parts: CountsParts) {
    this.#parts = parts
    parts.peers.onGone((id) => this.#forget(id))
    parts.peers.onCame((id) => this.#tell(id))
  }

  /** Begins to listen, and asks what has been counted so far. */
  start(): void {
    const { bus, peers } = this.#parts
    this.#stops = [
      bus.subscribe(gatewaysTopic, sessionsBegun, ({ from, begun }) => {
        if (from !== peers.id) this.#hearBegun(begun)
      }),
      bus.subscribe(gatewaysTopic, sessionsOpen, ({ from, open }) => this.#hearOpen(from, open)),
      bus.subscribe(gatewaysTopic, countsAsked, ({ from }) => this.#tell(from)),
      bus.subscribe(gatewayTopic(peers.id), countsTold, ({ from, begun, open }) => {
        for (const { accountId, since, count } of begun)
          this.#starts.days.learn(accountId, { since, count }, this.#parts.clock.now())
        this.#hearOpen(from, open)
      }),
    ]
    bus.publish(gatewaysTopic, countsAsked, { from: peers.id })
  }

  stop(): void {
    if (this.#planned) clearTimeout(this.#planned)
    for (const stop of this.#stops) stop()
  }

  /** Counts that an account begins a session, where it may. */
  begin(accountId: string, bot: boolean): Verdict {
    const now = this.#parts.clock.now()
    const verdict = this.#parts.enforced ? this.#starts.judge(accountId, bot, now) : 'begin'
    if (verdict !== 'begin') return verdict
    this.#starts.count({ accountId, bot, count: 1 }, now)
    this.#begun.push({ accountId, bot, since: now, count: 1 })
    this.#plan()
    return verdict
  }

  /** Connected sessions of an account in other processes. */
  openElsewhere(accountId: string): number {
    let sum = 0
    for (const counts of this.#elsewhere.values()) sum += counts.get(accountId) ?? 0
    return sum
  }

  /** An account has more or fewer connected sessions here than before. */
  changed(accountId: string): void {
    this.#changed.add(accountId)
    this.#plan()
  }

  startLimit(accountId: string) {
    return this.#starts.told(accountId, this.#parts.clock.now())
  }

  tidy(): void {
    this.#starts.tidy(this.#parts.clock.now())
  }

  #forget(process: string): void {
    const accountIds = [...(this.#elsewhere.get(process)?.keys() ?? [])]
    this.#elsewhere.delete(process)
    if (accountIds.length > 0) this.#parts.lost(accountIds)
  }

  #plan(): void {
    this.#planned ??= setTimeout(() => this.#say(), gatherMs)
  }

  #say(): void {
    this.#planned = null
    const { bus, peers } = this.#parts
    const begun = this.#begun
    this.#begun = []
    const open = [...this.#changed].map((accountId) => this.#noteOpen(accountId))
    this.#changed.clear()
    for (const part of pieces(begun))
      bus.publish(gatewaysTopic, sessionsBegun, { from: peers.id, begun: part })
    for (const part of pieces(open)) bus.publish(gatewaysTopic, sessionsOpen, { from: peers.id, open: part })
  }

  #noteOpen(accountId: string): [string, number] {
    const count = this.#parts.openHere(accountId)
    if (count === 0) this.#told.delete(accountId)
    else this.#told.set(accountId, count)
    return [accountId, count]
  }

  #tell(to: string): void {
    const { bus, peers } = this.#parts
    if (to === peers.id) return
    const begun: Begun[] = [...this.#starts.days.all()].map(([accountId, window]) => ({
      accountId,
      bot: true,
      ...window,
    }))
    for (const part of pieces(begun))
      bus.publish(gatewayTopic(to), countsTold, { from: peers.id, begun: part, open: [] })
    for (const part of pieces([...this.#told]))
      bus.publish(gatewayTopic(to), countsTold, { from: peers.id, begun: [], open: part })
  }

  #hearBegun(begun: readonly Begun[]): void {
    const now = this.#parts.clock.now()
    for (const one of begun) this.#starts.count(one, now)
  }

  #hearOpen(from: string, open: readonly (readonly [string, number])[]): void {
    if (from === this.#parts.peers.id) return
    const counts = this.#elsewhere.get(from) ?? new Map<string, number>()
    for (const [accountId, count] of open)
      if (count === 0) counts.delete(accountId)
      else counts.set(accountId, count)
    this.#elsewhere.set(from, counts)
  }
}

function* pieces<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += mostTold) yield all.slice(at, at + mostTold)
}
