import { sql as expression, type Selectable } from 'kysely'
import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type MessageRow = Selectable<Schema['messages']>

export interface MessageKey {
  readonly channelId: string
  readonly id: string
}

type Db = Connection<Schema>

/** The newest `limit` messages of a channel below `before`, newest first. */
export async function listBefore({ sql }: Db, before: MessageKey, limit: number): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select * from messages where channel_id = ${before.channelId} and id < ${before.id}
    order by id desc limit ${limit}`
}

export interface Newest {
  readonly head: { readonly number: number; readonly revision: string }
  /** Newest first. */
  readonly rows: MessageRow[]
}

/** The newest `limit` messages of a channel, and its head at the same moment. */
export async function listNewest({ sql }: Db, channelId: string, limit: number): Promise<Newest> {
  const rows = await sql<(MessageRow & { last_number: string; revision: string })[]>`
    select m.*, heads.last_number, heads.revision from channel_heads heads
    left join lateral (
      select * from messages where channel_id = heads.channel_id order by id desc limit ${limit}
    ) m on true
    where heads.channel_id = ${channelId} order by m.id desc`
  const [first] = rows
  return {
    head: { number: Number(first?.last_number ?? 0), revision: first?.revision ?? '0' },
    rows: first?.id === null ? [] : rows,
  }
}

/** The oldest `limit` messages of a channel above `after`, newest first. */
export async function listAfter({ sql }: Db, after: MessageKey, limit: number): Promise<MessageRow[]> {
  const rows = await sql<MessageRow[]>`
    select * from messages where channel_id = ${after.channelId} and id > ${after.id}
    order by id limit ${limit}`
  return rows.toReversed()
}

/** The oldest `limit` messages of a channel between two ids, oldest first. */
export async function listBetween(
  { sql }: Db,
  {
    channelId,
    after,
    before,
  }: { readonly channelId: string; readonly after: string; readonly before: string },
  limit: number,
): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select * from messages where channel_id = ${channelId} and id > ${after} and id < ${before}
    order by id limit ${limit}`
}

export async function findMessage(db: Db, key: MessageKey): Promise<MessageRow | null> {
  const row = await db.kysely
    .selectFrom('messages')
    .selectAll()
    .where('channel_id', '=', key.channelId)
    .where('id', '=', key.id)
    .executeTakeFirst()
  return row ?? null
}

/** The message as it is now; nobody else changes it until `tx` ends. */
export async function lockMessage({ sql }: Transaction<Schema>, key: MessageKey): Promise<MessageRow | null> {
  const [row] = await sql<MessageRow[]>`
    select * from messages where channel_id = ${key.channelId} and id = ${key.id} for no key update`
  return row ?? null
}

export function keyText(key: MessageKey): string {
  return `${key.channelId}:${key.id}`
}

/** Those of the messages that exist, in no order. */
export async function listMessagesById(db: Db, keys: readonly MessageKey[]): Promise<MessageRow[]> {
  if (keys.length === 0) return []
  const { sql } = db
  const channels = keys.map((key) => key.channelId)
  const ids = keys.map((key) => key.id)
  return sql<MessageRow[]>`
    select m.* from unnest(${sql.array(channels, 1016)}::int8[], ${sql.array(ids, 1016)}::int8[])
      as asked (channel_id, id)
    join messages m using (channel_id, id)`
}

/** Those of the messages that exist in channels that exist, in no order. */
export async function listForwarded(db: Db, keys: readonly MessageKey[]): Promise<MessageRow[]> {
  const rows = await listMessagesById(db, keys)
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.channel_id)
  const here = await db.sql<{ id: string }[]>`
    select channel_id as id from channel_heads where channel_id = any (${db.sql.array(ids, 1016)}::int8[])`
  const channels = new Set(here.map((row) => row.id))
  return rows.filter((row) => channels.has(row.channel_id))
}

export type MessageChanges = Partial<
  Pick<
    MessageRow,
    'flags' | 'edited_at' | 'content' | 'mentions' | 'mention_everyone' | 'extras' | 'bundle_id'
  >
> & {
  /** Bits of `message-marks.ts`; the others are others' to change. */
  readonly addMarks?: number
  readonly dropMarks?: number
}

/** Changes a message, and says so to whoever keeps its channel's page ready. Answers it; null where it is gone. */
export async function updateMessage(
  db: Db,
  key: MessageKey,
  { addMarks = 0, dropMarks = 0, ...changes }: MessageChanges,
): Promise<MessageRow | null> {
  const row = await db.kysely
    .updateTable('messages')
    .set({ ...changes, marks: expression<number>`(marks | ${addMarks}::int) & ~${dropMarks}::int` })
    .where('channel_id', '=', key.channelId)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirst()
  await raiseRevision(db, key.channelId)
  return row ?? null
}

/** Whoever keeps the newest page of the channel ready has to read it again. */
export async function raiseRevision({ sql }: Db, channelId: string): Promise<void> {
  await sql`update channel_heads set revision = revision + 1 where channel_id = ${channelId}`
}

/** What the newest page of a channel is compared by; null where there is no such channel. */
export async function findHead(
  { sql }: Db,
  channelId: string,
): Promise<{ readonly number: string; readonly revision: string } | null> {
  const [row] = await sql<{ number: string; revision: string }[]>`
    select last_number as number, revision from channel_heads where channel_id = ${channelId}`
  return row ?? null
}

/** Those of the bundles of files that a message has. */
export async function listBundles({ sql }: Db, bundles: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ bundle: string }[]>`
    select bundle_id as bundle from messages where bundle_id = any (${sql.array([...bundles], 1016)}::int8[])`
  return new Set(rows.map((row) => row.bundle))
}

/** The newest message of an author; null where there is none. */
export async function findNewestBy({ sql }: Db, authorRef: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from messages where author_ref = ${authorRef} order by id desc limit 1`
  return row?.id ?? null
}

/** The newest `limit` messages of an author from `oldest` up to `newest`, in whatever channels, newest first. */
export async function listNewestBy(
  { sql }: Db,
  {
    authorRef,
    newest,
    oldest,
  }: { readonly authorRef: string; readonly newest: string; readonly oldest: string },
  limit: number,
): Promise<MessageKey[]> {
  return sql<MessageKey[]>`
    select channel_id as "channelId", id from messages where author_ref = ${authorRef} and id between ${oldest} and ${newest}
    order by id desc limit ${limit}`
}

export interface RemovedMessage extends MessageKey {
  readonly guildId: string
  /** Names its files; null where it had none. */
  readonly bundle: string | null
}

/**
 * Removes messages, and what remembers their sending; those of one author where that is given. Answers those that were
 * there, newest first.
 */
export async function removeMessages(
  { sql }: Db,
  keys: readonly MessageKey[],
  authorRef: string | null = null,
): Promise<RemovedMessage[]> {
  const channels = keys.map((key) => key.channelId)
  const ids = keys.map((key) => key.id)
  // In the order of ids, as writers take them.
  await sql`
    select from channel_heads where channel_id = any (${sql.array([...new Set(channels)], 1016)}::int8[])
    order by channel_id for update`
  return sql<RemovedMessage[]>`
    with asked as materialized (
      select * from unnest(${sql.array(channels, 1016)}::int8[], ${sql.array(ids, 1016)}::int8[])
        as asked (channel_id, id)
    ), removed as (
      delete from messages using asked
      where messages.channel_id = asked.channel_id and messages.id = asked.id
        and (${authorRef}::int8 is null or messages.author_ref = ${authorRef})
      returning messages.channel_id, messages.id, messages.guild_id, messages.author_ref, messages.bundle_id
    ), forgotten as (
      delete from nonces using removed
      where nonces.author_ref = removed.author_ref and nonces.channel_id = removed.channel_id
        and nonces.message_id = removed.id
    ), told as (
      update channel_heads heads set revision = revision + 1
      from (select distinct channel_id from removed) touched where heads.channel_id = touched.channel_id
    )
    select channel_id as "channelId", id, guild_id as "guildId", bundle_id as "bundle" from removed order by id desc`
}
