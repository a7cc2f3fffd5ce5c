import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type Place = readonly [channelId: string, messageId: string]

/** Stands for all conversations where settings of a guild are named by its id. */
export const ofConversations = '@me'

/** What of an account's own may have changed, and of whom or what it is: another account, a channel, a guild. */
export type OwnThing = readonly [
  accountId: string,
  what: 'relationship' | 'settings' | 'notifications' | 'note' | 'read-state' | 'draft' | 'conversation',
  of: string,
]

/**
 * What somebody has to be told of, ids alone: messages that were sent, as `write_messages` writes them; a guild that
 * changed, was made or is gone; one that was restored; messages of a guild that were edited, reacted to or deleted; what
 * is an account's own.
 */
export type Told =
  | readonly Place[]
  | { readonly guild: string }
  | { readonly restored: string }
  | { readonly own: readonly OwnThing[] }
  | { readonly edited: readonly Place[] }
  | { readonly reacted: readonly Place[] }
  | { readonly guild: string; readonly deleted: readonly Place[] }

export interface Forgotten {
  readonly told: Told
  readonly at: Date
}

const int8s = 1016

/** Answers the entry's id. */
export async function insertEntry({ sql }: Transaction<Schema>, told: Told, at: Date): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into outbox (events, created_at) values (${sql.json(told)}, ${at}) returning id`
  if (!row) throw new Error('an entry was not written')
  return row.id
}

/** Forgets what was told. */
export async function removeEntries({ sql }: Connection<Schema>, ids: readonly string[]): Promise<void> {
  await sql`delete from outbox where id = any (${sql.array([...ids], int8s)}::int8[])`
}

/** Entries nobody has removed since `before`, oldest first; gone with the end of `tx`, and no one else's until then. */
export async function takeForgotten(
  { sql }: Transaction<Schema>,
  before: Date,
  limit: number,
): Promise<Forgotten[]> {
  const rows = await sql<{ id: string; events: Told; created_at: Date }[]>`
    delete from outbox where id in (
      select id from outbox where created_at < ${before} order by id limit ${limit} for update skip locked
    ) returning id, events, created_at`
  return rows
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .map(({ events, created_at }) => ({ told: events, at: created_at }))
}
