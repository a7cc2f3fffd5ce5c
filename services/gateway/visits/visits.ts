import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Bus, Unsubscribe } from '@alles/platform/events'
import type { Log } from '@alles/platform/log'
import { gatewaysTopic, gatewayTopic } from '../peers/peer-events.ts'
import type { Peers } from '../peers/peers.ts'
import { accountsSought, accountsThere } from './visit-events.ts'

/**
 * How long an account may be without a session before its visits end; drawn anew each time. It bridges reloads and
 * restarts, and keeps accounts that one person leaves together from going at the same moment.
 */
export interface Patience {
  readonly leastMs: number
  readonly mostMs: number
}
export const usualPatience: Patience = { leastMs: 30_000, mostMs: 90_000 }

/** How long those who are due are gathered, and how long others may take to say that they hold a session. */
const gatherMs = 100
const answerMs = 500
const mostAsked = 500

export interface VisitParts {
  readonly bus: Bus
  readonly peers: Pick<Peers, 'id' | 'isAlone' | 'isFirst'>
  readonly log: Log
  /** Whether this process holds a session of an account, connected or not, or is about to. */
  readonly isHere: (accountId: string) => boolean
  /** They have no session in any process. */
  readonly end: (accountIds: readonly string[]) => Promise<void>
  readonly patience: Patience
}

/** Sees to it that who came for a visit goes when their last session, in whatever process, is over. */
export class Visits {
  readonly #parts: VisitParts
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  readonly #due = new Set<string>()
  readonly #elsewhere = new Set<string>()
  #gathering: NodeJS.Timeout | null = null
  #isRunning = false
  /** While others cannot be heard, nobody is known to be gone. */
  #isCut = false

  constructor(parts: VisitParts) {
    this.#parts = parts
  }

  /** Begins to answer others, and to hear their answers. Gives what stops it. */
  start(): Unsubscribe {
    this.#isRunning = true
    const { bus, peers } = this.#parts
    const stops = [
      bus.subscribe(gatewaysTopic, accountsSought, ({ from, accountIds }) => this.#answer(from, accountIds)),
      bus.subscribe(gatewayTopic(peers.id), accountsThere, ({ accountIds }) => {
        for (const accountId of accountIds) this.#elsewhere.add(accountId)
      }),
      bus.onLapse((lapse) => {
        this.#isCut = lapse === 'cut'
      }),
    ]
    return () => {
      this.#isRunning = false
      for (const stop of stops) stop()
      for (const timer of this.#waiting.values()) clearTimeout(timer)
      if (this.#gathering) clearTimeout(this.#gathering)
    }
  }

  /** A session of an account is over here; it may have others, and may come back. */
  left(accountId: string): void {
    const { patience, isHere } = this.#parts
    if (!this.#isRunning || this.#waiting.has(accountId) || isHere(accountId)) return
    const wait = randomInt(patience.leastMs, patience.mostMs + 1)
    this.#waiting.set(
      accountId,
      setTimeout(() => this.#isDue(accountId), wait),
    )
  }

  /** Sessions of accounts were lost with another process. */
  leftElsewhere(accountIds: readonly string[]): void {
    if (this.#parts.peers.isFirst) for (const accountId of accountIds) this.left(accountId)
  }

  #isDue(accountId: string): void {
    this.#waiting.delete(accountId)
    this.#due.add(accountId)
    this.#gathering ??= setTimeout(() => void this.#settle(), gatherMs)
  }

  async #settle(): Promise<void> {
    const asked = [...this.#due].filter((accountId) => !this.#parts.isHere(accountId)).slice(0, mostAsked)
    for (const accountId of asked) this.#due.delete(accountId)
    try {
      const gone = await this.#goneOf(asked)
      if (gone.length > 0) await this.#parts.end(gone)
    } catch (error) {
      this.#parts.log.warn('gateway.visits_not_ended', { error })
      for (const accountId of asked) this.left(accountId)
    }
    for (const accountId of this.#due) if (this.#parts.isHere(accountId)) this.#due.delete(accountId)
    const more = this.#due.size > 0 && this.#isRunning
    this.#gathering = more ? setTimeout(() => void this.#settle(), gatherMs) : null
  }

  /** Those of the accounts that have no session anywhere. */
  async #goneOf(accountIds: readonly string[]): Promise<string[]> {
    const { bus, peers, isHere } = this.#parts
    if (accountIds.length > 0 && !peers.isAlone) {
      this.#elsewhere.clear()
      bus.publish(gatewaysTopic, accountsSought, { from: peers.id, accountIds: [...accountIds] })
      await pause(answerMs)
    }
    if (this.#isCut) for (const accountId of accountIds) this.left(accountId)
    if (this.#isCut || !this.#isRunning) return []
    return accountIds.filter((accountId) => !isHere(accountId) && !this.#elsewhere.has(accountId))
  }

  #answer(from: string, sought: readonly string[]): void {
    const { bus, peers, isHere } = this.#parts
    const accountIds = sought.filter(isHere)
    if (from === peers.id || accountIds.length === 0) return
    bus.publish(gatewayTopic(from), accountsThere, { from: peers.id, accountIds })
  }
}
