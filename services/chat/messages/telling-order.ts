import { LRUCache } from 'lru-cache'
import type { Send } from './send-queue.ts'
import type { Outcome, PlacedDraft } from './write-group.ts'

export interface Group {
  readonly sends: readonly Send[]
  readonly placed: readonly PlacedDraft[]
}

interface Flight {
  readonly channels: ReadonlySet<string>
  /** The first number this group wrote in each channel; null until its answer is here. */
  numbers: ReadonlyMap<string, number> | null
  readonly answered: PromiseWithResolvers<void>
  readonly told: PromiseWithResolvers<void>
}

/**
 * Groups that are out, told of in the order of their channels although answers may overtake each other. A group waits
 * only where numbers are missing before its own and another that may have them is still out.
 */
export class TellingOrder {
  readonly #flights = new Map<Group, Flight>()
  /** The newest number told of, by channel. */
  readonly #newest = new LRUCache<string, number>({ max: 20_000 })

  get size(): number {
    return this.#flights.size
  }

  /** `group` is out until `work` ends. */
  async run(group: Group, work: (group: Group) => Promise<void>): Promise<void> {
    const flight = {
      channels: new Set(group.sends.map((one) => one.draft.channelId)),
      numbers: null,
      answered: Promise.withResolvers<void>(),
      told: Promise.withResolvers<void>(),
    }
    this.#flights.set(group, flight)
    try {
      await work(group)
    } finally {
      this.#flights.delete(group)
      flight.answered.resolve()
      flight.told.resolve()
    }
  }

  /** Calls `tell` once everything that comes before `group` in its channels has been told. */
  async tell(group: Group, outcomes: readonly Outcome[], tell: () => void): Promise<void> {
    const flight = this.#answer(group, outcomes)
    const unanswered = this.#others(flight).filter(
      (other) => other.numbers === null && this.#mayFill(flight, other),
    )
    if (unanswered.length > 0) await Promise.all(unanswered.map((other) => other.answered.promise))
    const before = this.#others(flight).filter((other) => wroteBefore(other, flight))
    if (before.length > 0) await Promise.all(before.map((other) => other.told.promise))
    tell()
    for (const [index, { draft }] of group.sends.entries()) {
      const outcome = outcomes[index]
      if (outcome?.kind === 'written') this.#newest.set(draft.channelId, outcome.number)
    }
  }

  /** Says that a group that is still out wrote nothing. */
  failed(group: Group): void {
    this.#answer(group, [])
  }

  async allDone(): Promise<void> {
    while (this.#flights.size > 0)
      await Promise.all(Array.from(this.#flights.values(), (flight) => flight.told.promise))
  }

  #answer(group: Group, outcomes: readonly Outcome[]): Flight {
    const flight = this.#flights.get(group)
    if (!flight) throw new Error('this group is not out')
    const numbers = new Map<string, number>()
    for (const [index, { draft }] of group.sends.entries()) {
      const outcome = outcomes[index]
      if (outcome?.kind === 'written' && !numbers.has(draft.channelId))
        numbers.set(draft.channelId, outcome.number)
    }
    flight.numbers = numbers
    flight.answered.resolve()
    return flight
  }

  #others(flight: Flight): Flight[] {
    return Array.from(this.#flights.values()).filter((other) => other !== flight)
  }

  /** Whether numbers are missing before `flight`'s in a channel that `other` writes in. */
  #mayFill(flight: Flight, other: Flight): boolean {
    for (const [channelId, first] of flight.numbers ?? [])
      if (other.channels.has(channelId) && this.#newest.get(channelId) !== first - 1) return true
    return false
  }
}

function wroteBefore(other: Flight, flight: Flight): boolean {
  for (const [channelId, first] of flight.numbers ?? []) {
    const theirs = other.numbers?.get(channelId)
    if (theirs !== undefined && theirs < first) return true
  }
  return false
}
