import type { Selectable } from 'kysely'
import type { Connection } from '@alles/platform/postgres'
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

/** The oldest `limit` messages of a channel above `after`, newest first. */
export async function listAfter({ sql }: Db, after: MessageKey, limit: number): Promise<MessageRow[]> {
  const rows = await sql<MessageRow[]>`
    select * from messages where channel_id = ${after.channelId} and id > ${after.id}
    order by id limit ${limit}`
  return rows.toReversed()
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

export interface EditedMessage {
  readonly key: MessageKey
  readonly flags: number
  readonly editedAt: Date
  /** Absent where the text stays. */
  readonly text?: {
    readonly content: Buffer
    readonly mentions: Buffer | null
    readonly everyone: boolean
  }
}

/** False where the message is gone. */
export async function updateMessage(db: Db, edited: EditedMessage): Promise<boolean> {
  const { key, text } = edited
  const { numUpdatedRows } = await db.kysely
    .updateTable('messages')
    .set({
      flags: edited.flags,
      edited_at: edited.editedAt,
      ...(text && { content: text.content, mentions: text.mentions, mention_everyone: text.everyone }),
    })
    .where('channel_id', '=', key.channelId)
    .where('id', '=', key.id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Removes a message and what remembers its sending. False where it is gone already. */
export async function removeMessage(db: Db, key: MessageKey): Promise<boolean> {
  const rows = await db.sql<{ id: string }[]>`
    with removed as (
      delete from messages where channel_id = ${key.channelId} and id = ${key.id} returning id, author_ref
    ), forgotten as (
      delete from nonces using removed
      where nonces.channel_id = ${key.channelId} and nonces.author_ref = removed.author_ref
        and nonces.message_id = removed.id
    )
    select id from removed`
  return rows.length > 0
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
}

/** Removes messages of one author, and what remembers their sending. Answers those that were there, newest first. */
export async function removeMessagesBy(
  { sql }: Db,
  authorRef: string,
  keys: readonly MessageKey[],
): Promise<RemovedMessage[]> {
  const channels = keys.map((key) => key.channelId)
  const ids = keys.map((key) => key.id)
  return sql<RemovedMessage[]>`
    with asked as materialized (
      select * from unnest(${sql.array(channels, 1016)}::int8[], ${sql.array(ids, 1016)}::int8[])
        as asked (channel_id, id)
    ), removed as (
      delete from messages using asked
      where messages.channel_id = asked.channel_id and messages.id = asked.id
        and messages.author_ref = ${authorRef}
      returning messages.channel_id, messages.id, messages.guild_id
    ), forgotten as (
      delete from nonces using removed
      where nonces.author_ref = ${authorRef} and nonces.channel_id = removed.channel_id
        and nonces.message_id = removed.id
    )
    select channel_id as "channelId", id, guild_id as "guildId" from removed order by id desc`
}

/** Groups whose publication was not confirmed before `before`, oldest first; held until `db`'s transaction ends. */
export async function takeForgotten(db: Db, before: Date, limit: number): Promise<MessageKey[]> {
  const rows = await db.sql<{ events: [string, string][] }[]>`
    delete from outbox where id in (
      select id from outbox where created_at < ${before} order by id limit ${limit} for update skip locked
    ) returning id, events`
  return rows.flatMap((row) => row.events.map(([channelId, id]) => ({ channelId, id })))
}
