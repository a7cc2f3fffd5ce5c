import type { Log } from '@alles/platform/log'
import type { Database } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import { removeAnnounced } from './group-store.ts'

const tidyAfterMs = 500

/**
 * Outbox rows of groups that have been announced and need nobody else's attention. The next group removes them along
 * with its own commit; where none comes soon, they are removed by themselves, before others take them for forgotten.
 */
export class AnnouncedGroups {
  readonly #database: Database<Schema>
  readonly #log: Log
  #ids: string[] = []
  #timer: NodeJS.Timeout | null = null
  #stopped = false

  constructor(database: Database<Schema>, log: Log) {
    this.#database = database
    this.#log = log
  }

  /** Takes responsibility for rows; again after a removal that failed. */
  add(ids: readonly string[]): void {
    this.#ids.push(...ids)
    if (this.#ids.length > 0) this.#timer ??= setTimeout(() => void this.#tidy(), tidyAfterMs).unref()
  }

  /** Hands the rows over to whoever removes them. */
  take(): readonly string[] {
    const ids = this.#ids
    this.#ids = []
    return ids
  }

  /** Tries once more; what is left then, a worker publishes again after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#tidy()
  }

  async #tidy(): Promise<void> {
    this.#timer = null
    const ids = this.take()
    if (ids.length === 0) return
    try {
      await removeAnnounced(this.#database, ids)
    } catch (error) {
      this.#log.warn('messages.outbox_not_cleared', { count: ids.length, error })
      if (!this.#stopped) this.add(ids)
    }
  }
}
