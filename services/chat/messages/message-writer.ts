import type { Sealer } from '@alles/platform/catalogue'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import { durationBuckets, type Metrics } from '@alles/platform/metrics'
import { DatabaseUnavailable, isUnavailable, type Database } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { ToldEntries } from '../outbox/told-entries.ts'
import { createMessageIds, type MessageIds } from './message-ids.ts'
import { createSendQueue, type Send, type SendQueue } from './send-queue.ts'
import { TellingOrder, type Group } from './telling-order.ts'
import {
  writeGroup,
  type Draft,
  type Outcome,
  type SendOutcome,
  type WrittenGroup,
  type WrittenPlace,
} from './write-group.ts'

export interface WriterParts {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly metrics: Metrics
  readonly told: ToldEntries
}

const mostOut = 2
const mostAttempts = 16
/** PostgreSQL ended the statement because it took too long: a group of it would only do so again. */
const tookTooLong = '57014'

/**
 * Commits messages in groups, without a timer: a send goes out at once while fewer than two groups are out, and gathers
 * with others otherwise. The busier the database, the larger the groups. One per process; several processes may write
 * into one database.
 */
export class MessageWriter {
  readonly #parts: WriterParts
  readonly #ids: MessageIds
  readonly #meters: ReturnType<typeof metersOf>
  readonly #waiting: SendQueue = createSendQueue()
  readonly #out = new TellingOrder()

  constructor(parts: WriterParts) {
    this.#parts = parts
    this.#ids = createMessageIds(parts.ids, parts.clock)
    this.#meters = metersOf(parts.metrics)
  }

  /**
   * Resolves once the message is committed and announced. Rejects with `DatabaseUnavailable` when it was not, or when
   * that cannot be known: then only a send with the same nonce is sure not to write it twice.
   */
  async send(draft: Draft): Promise<SendOutcome> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.add({ draft, resolve, reject, attempts: 0 })) this.#flush()
      else reject(new DatabaseUnavailable())
    })
  }

  /** Waits for what was sent so far. */
  async stop(): Promise<void> {
    do {
      await this.#out.allDone()
      this.#flush()
    } while (this.#out.size > 0)
    await this.#parts.told.stop()
  }

  #flush(): void {
    while (this.#out.size < mostOut) {
      const sends = this.#waiting.take()
      if (sends.length === 0) return
      void this.#start(sends)
    }
  }

  async #start(sends: readonly Send[]): Promise<void> {
    const placed = sends.map(({ draft }) => ({
      draft,
      id: draft.id ?? this.#ids.next(draft.channelId),
    }))
    await this.#out.run({ sends, placed }, (group) => this.#write(group))
    this.#flush()
  }

  /** Never rejects: whatever happens is told to the senders. */
  async #write(group: Group): Promise<void> {
    const began = performance.now()
    const { told } = this.#parts
    const announced = told.take()
    let result: WrittenGroup
    try {
      result = await writeGroup(this.#parts, group.placed, announced)
    } catch (error) {
      told.giveBack(announced)
      await this.#fail(group, error)
      return
    }
    const { outcomes, entry } = result
    this.#meters.flushes.observe((performance.now() - began) / 1000)
    if (entry === null) told.giveBack(announced)
    await this.#out.tell(group, outcomes, () => this.#announce(group, outcomes))
    if (entry !== null) told.add([entry])
  }

  /** One message's fault must not take its neighbours along: they are tried again one by one. */
  async #fail(group: Group, error: unknown): Promise<void> {
    const unavailable = isUnavailable(error) || (error as { code?: unknown }).code === tookTooLong
    if (unavailable || group.sends.length === 1) {
      for (const one of group.sends)
        one.reject(unavailable ? new DatabaseUnavailable({ cause: error }) : error)
      return
    }
    this.#out.failed(group)
    this.#parts.log.warn('messages.group_failed', { count: group.sends.length, error })
    for (const one of group.sends) await this.#start([one])
  }

  #announce({ sends }: Group, outcomes: readonly Outcome[]): void {
    let written = 0
    for (const [index, one] of sends.entries()) {
      const outcome = outcomes[index]
      if (outcome?.kind !== 'written') continue
      written += 1
      this.#tell(one, outcome)
    }
    // Those to be tried again go to the front one by one, so the last goes first.
    for (const [index, one] of [...sends.entries()].toReversed()) {
      const outcome = outcomes[index]
      if (outcome?.kind === 'late') this.#again(one, outcome.newest)
    }
    for (const [index, one] of sends.entries()) {
      const outcome = outcomes[index]
      if (outcome && outcome.kind !== 'late') one.resolve(outcome)
    }
    if (written === 0) return
    this.#meters.sent.inc({}, written)
    this.#meters.sizes.observe(written)
  }

  /** The message is committed, whatever goes wrong now: it must not be written again. */
  #tell({ draft, reject }: Send, place: WrittenPlace): void {
    try {
      draft.written(place)
    } catch (error) {
      this.#parts.log.error('messages.announcement_failed', { error })
      reject(error)
    }
  }

  #again(send: Send, newest: string): void {
    this.#ids.late(send.draft.channelId, newest)
    if (send.attempts >= mostAttempts) send.reject(new DatabaseUnavailable())
    else this.#waiting.addFirst({ ...send, attempts: send.attempts + 1 })
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
