import type { Bus } from '@alles/platform/events'
import type { Log } from '@alles/platform/log'
import type { Database } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import { removeEntries } from './outbox-store.ts'

const tidyAfterMs = 500

interface ToldParts {
  readonly database: Database<Schema>
  readonly bus: Pick<Bus, 'settled'>
  readonly log: Log
}

/**
 * Entries of the outbox whose events are on their way to everybody and that need nobody else's attention. The next group
 * of messages removes them along with its own commit; where none comes soon, they are removed by themselves, before others
 * take them for forgotten. Where an event may not have reached others, its entry stays for them.
 */
export class ToldEntries {
  readonly #parts: ToldParts
  #ids: string[] = []
  readonly #confirming = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | null = null
  #stopped = false

  constructor(parts: ToldParts) {
    this.#parts = parts
  }

  /** What these entries are about was published just now. */
  add(ids: readonly string[]): void {
    if (ids.length === 0) return
    const confirming = this.#confirm(ids)
    this.#confirming.add(confirming)
    void confirming.finally(() => this.#confirming.delete(confirming))
  }

  /** Hands the entries over to whoever removes them. */
  take(): readonly string[] {
    const ids = this.#ids
    this.#ids = []
    return ids
  }

  /** Takes them back after a removal that failed. */
  giveBack(ids: readonly string[]): void {
    this.#keep(ids)
  }

  /** Tries once more; what is left then, a worker publishes again after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#confirming)
    if (this.#timer) clearTimeout(this.#timer)
    await this.#tidy()
  }

  async #confirm(ids: readonly string[]): Promise<void> {
    if (await this.#parts.bus.settled()) this.#keep(ids)
  }

  #keep(ids: readonly string[]): void {
    this.#ids.push(...ids)
    if (this.#ids.length > 0) this.#timer ??= setTimeout(() => void this.#tidy(), tidyAfterMs).unref()
  }

  async #tidy(): Promise<void> {
    this.#timer = null
    const ids = this.take()
    if (ids.length === 0) return
    try {
      await removeEntries(this.#parts.database, ids)
    } catch (error) {
      this.#parts.log.warn('messages.outbox_not_cleared', { count: ids.length, error })
      if (!this.#stopped) this.giveBack(ids)
    }
  }
}
