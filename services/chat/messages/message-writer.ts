import type { Sealer } from '@alles/platform/catalogue'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import { durationBuckets, type Metrics } from '@alles/platform/metrics'
import { DatabaseUnavailable, isUnavailable, type Database } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import { AnnouncedGroups } from './announced-groups.ts'
import { writeGroup, type Draft, type Outcome } from './write-group.ts'

export interface WriterParts {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly metrics: Metrics
}

interface Waiting {
  readonly draft: Draft
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

interface Group {
  readonly sends: readonly Waiting[]
  /** One per send, known from before the commit. */
  outcomes: readonly Outcome[]
  outboxId: string | null
  done: Promise<void>
}

const mostOut = 2
const largestGroup = 256
const longestQueue = 8192

/**
 * Commits messages in groups, without a timer: a send goes out at once while fewer than two groups are out, and gathers
 * with others otherwise. The busier the database, the larger the groups. One per process; several processes may write
 * into one database.
 */
export class MessageWriter {
  readonly #parts: WriterParts
  readonly #announced: AnnouncedGroups
  readonly #meters: ReturnType<typeof metersOf>
  readonly #out = new Set<Group>()
  #waiting: Waiting[] = []

  constructor(parts: WriterParts) {
    this.#parts = parts
    this.#announced = new AnnouncedGroups(parts.database, parts.log)
    this.#meters = metersOf(parts.metrics)
  }

  /**
   * Resolves once the message is committed and announced. Rejects with `DatabaseUnavailable` when it was not, or when
   * that cannot be known: then only a send with the same nonce is sure not to write it twice.
   */
  async send(draft: Draft): Promise<Outcome> {
    if (this.#waiting.length >= longestQueue) throw new DatabaseUnavailable()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ draft, resolve, reject })
      this.#flush()
    })
  }

  /** Waits for what was sent so far. */
  async stop(): Promise<void> {
    while (this.#out.size > 0) await Promise.all(Array.from(this.#out, (group) => group.done))
    await this.#announced.stop()
  }

  #flush(): void {
    while (this.#waiting.length > 0 && this.#out.size < mostOut) {
      const sends = this.#waiting.slice(0, largestGroup)
      this.#waiting = this.#waiting.slice(largestGroup)
      this.#start(sends)
    }
  }

  #start(sends: readonly Waiting[]): Group {
    const group: Group = { sends, outcomes: [], outboxId: null, done: Promise.resolve() }
    this.#out.add(group)
    group.done = this.#run(group).finally(() => {
      this.#out.delete(group)
      this.#flush()
    })
    return group
  }

  /** Never rejects: whatever happens is told to the senders. */
  async #run(group: Group): Promise<void> {
    const began = performance.now()
    try {
      await this.#commit(group)
    } catch (error) {
      group.outcomes = []
      await this.#fail(group, error)
      return
    }
    this.#meters.flushes.observe((performance.now() - began) / 1000)
    const earlier = Array.from(this.#out).filter((other) => wroteBefore(other, group))
    if (earlier.length > 0) await Promise.all(earlier.map((other) => other.done))
    this.#announce(group)
  }

  async #commit(group: Group): Promise<void> {
    const settled = this.#announced.take()
    try {
      await this.#parts.database.transaction(async (tx) => {
        const drafts = group.sends.map((one) => one.draft)
        const { outcomes, outboxId } = await writeGroup(tx, this.#parts, { drafts, settled })
        group.outcomes = outcomes
        group.outboxId = outboxId
      })
    } catch (error) {
      this.#announced.add(settled)
      throw error
    }
    if (group.outboxId === null) this.#announced.add(settled)
  }

  /** One message's fault must not take its neighbours along: they are tried again one by one. */
  async #fail(group: Group, error: unknown): Promise<void> {
    if (isUnavailable(error) || group.sends.length === 1) {
      for (const one of group.sends) one.reject(error)
      return
    }
    this.#parts.log.warn('messages.group_failed', { count: group.sends.length, error })
    for (const one of group.sends) await this.#start([one]).done
  }

  #announce(group: Group): void {
    let written = 0
    for (const [index, one] of group.sends.entries()) {
      const outcome = group.outcomes[index]
      if (outcome?.kind !== 'written') continue
      written += 1
      one.draft.written(outcome)
    }
    for (const [index, one] of group.sends.entries()) {
      const outcome = group.outcomes[index]
      if (outcome) one.resolve(outcome)
    }
    if (group.outboxId === null) return
    this.#meters.sent.inc({}, written)
    this.#meters.sizes.observe(written)
    this.#announced.add([group.outboxId])
  }
}

export function createMessageWriter(parts: WriterParts): MessageWriter {
  return new MessageWriter(parts)
}

function metersOf(metrics: Metrics) {
  return {
    sent: metrics.counter('alles_chat_messages_sent_total', 'Messages committed.'),
    sizes: metrics.histogram(
      'alles_chat_message_group_size',
      'Messages committed together.',
      [1, 2, 4, 8, 16, 32, 64, 128, 256],
    ),
    flushes: metrics.histogram(
      'alles_chat_message_flush_seconds',
      'From taking a group to its commit.',
      durationBuckets,
    ),
  }
}

/** Whether `other`, still out, wrote into a channel before `group` did. It has committed then, and is told of first. */
function wroteBefore(other: Group, group: Group): boolean {
  if (other === group) return false
  const numbers = new Map<string, number>()
  for (const [index, one] of other.sends.entries()) {
    const outcome = other.outcomes[index]
    if (outcome?.kind === 'written' && !numbers.has(one.draft.channelId))
      numbers.set(one.draft.channelId, outcome.number)
  }
  return group.sends.some((one, index) => {
    const outcome = group.outcomes[index]
    const theirs = numbers.get(one.draft.channelId)
    return outcome?.kind === 'written' && theirs !== undefined && theirs < outcome.number
  })
}
