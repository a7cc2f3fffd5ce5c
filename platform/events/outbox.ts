import type { JSONValue } from 'postgres'
import type { Log } from '../log/index.ts'
import type { Database, Transaction } from '../postgres/index.ts'

/** A realtime event that is to be published after the commit: whom it is for, what happened, and the ids it is about. */
export interface OutboxRow {
  readonly topic: string
  readonly name: string
  /** Ids, never content. */
  readonly refs: unknown
}

export interface WaitingRow extends OutboxRow {
  readonly id: string
}

/**
 * Realtime events that outlive their process between commit and publishing. For services with a table
 * `outbox(id bigint generated always as identity primary key, topic text, name text, refs jsonb, at timestamptz default
 * now())`. Whoever commits publishes and says so; what nobody has said so of, a worker publishes later.
 */
export interface Outbox {
  /** Gives the rows' ids, in order. */
  insert(tx: Transaction, rows: readonly OutboxRow[]): Promise<string[]>
  /** They have been published. Returns at once; the rows go soon after. */
  published(ids: readonly string[]): void
  /** Hands over, in order, what has waited for longer than `milliseconds`, and then forgets it. Gives their number. */
  sweep(milliseconds: number, handler: (rows: WaitingRow[]) => Promise<void>): Promise<number>
  /** Waits until all published rows are gone. */
  settle(): Promise<void>
}

const most = 500

export function createOutbox(database: Database, log: Log): Outbox {
  let waiting: string[] = []
  let removing: Promise<void> | null = null
  const remove = async () => {
    while (waiting.length > 0) {
      const ids = waiting
      waiting = []
      try {
        await database.sql`delete from outbox where id = any(${ids}::bigint[])`
      } catch (error) {
        // They will be published once more: readers drop what they know.
        log.warn('outbox.not_removed', { count: ids.length, error })
      }
    }
    removing = null
  }
  return {
    async insert(tx, rows) {
      const given = tx.sql.json(rows as unknown as JSONValue)
      const made = await tx.sql<{ id: string }[]>`
        insert into outbox (topic, name, refs)
        select topic, name, refs from jsonb_to_recordset(${given}) as given (topic text, name text, refs jsonb)
        returning id`
      return made.map((row) => row.id)
    },
    published(ids) {
      waiting.push(...ids)
      removing ??= remove()
    },
    async sweep(milliseconds, handler) {
      return database.transaction(async (tx) => {
        const rows = await tx.sql<WaitingRow[]>`
          select id, topic, name, refs from outbox
          where at < now() - make_interval(secs => ${milliseconds / 1000}::float8)
          order by id limit ${most} for update skip locked`
        if (rows.length === 0) return 0
        await handler([...rows])
        await tx.sql`delete from outbox where id = any(${rows.map((row) => row.id)}::bigint[])`
        return rows.length
      })
    },
    async settle() {
      await removing
    },
  }
}
