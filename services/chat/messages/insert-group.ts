import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { Head, Nonce } from './group-store.ts'
import type { Draft } from './write-group.ts'

export interface NewMessage {
  readonly draft: Draft
  readonly id: string
  readonly number: number
  /** Sealed. */
  readonly content: Uint8Array
  /** Sealed. */
  readonly mentions: Uint8Array | null
}

export interface NewNonce extends Nonce {
  readonly messageId: string
}

export interface NewGroup {
  readonly messages: readonly NewMessage[]
  readonly nonces: readonly NewNonce[]
  readonly heads: readonly Head[]
  /** Outbox rows to remove. */
  readonly settled: readonly string[]
  readonly at: Date
}

const int4s = 1007
const int8s = 1016
const bools = 1000
const byteas = 1001

/** Writes a whole group in one statement; gives the id of its outbox row. */
export async function insertGroup(tx: Transaction<Schema>, group: NewGroup): Promise<string> {
  const { sql } = tx
  const column = (of: (message: NewMessage) => unknown, type: number) =>
    sql.array(group.messages.map(of) as never[], type)
  const nonce = (of: (one: NewNonce) => unknown, type: number) =>
    sql.array(group.nonces.map(of) as never[], type)
  const head = (of: (one: Head) => string | number | null) => sql.array(group.heads.map(of) as never[], int8s)
  const events = group.messages.map((one) => [one.draft.channelId, one.id])
  const [row] = await sql<{ id: string }[]>`
    with written as (
      insert into messages (channel_id, id, guild_id, author_ref, number, kind, flags, mention_everyone,
        reply_channel_id, reply_message_id, content, mentions)
      select * from unnest(
        ${column((one) => one.draft.channelId, int8s)}::int8[], ${column((one) => one.id, int8s)}::int8[],
        ${column((one) => one.draft.guildId, int8s)}::int8[],
        ${column((one) => one.draft.authorRef, int8s)}::int8[], ${column((one) => one.number, int8s)}::int8[],
        ${column((one) => one.draft.kind, int4s)}::int4[], ${column((one) => one.draft.flags, int4s)}::int4[],
        ${column((one) => one.draft.everyone, bools)}::bool[],
        ${column((one) => one.draft.reply?.channelId ?? null, int8s)}::int8[],
        ${column((one) => one.draft.reply?.id ?? null, int8s)}::int8[],
        ${column((one) => one.content, byteas)}::bytea[], ${column((one) => one.mentions, byteas)}::bytea[]
      )
    ), moved as (
      update channel_heads set last_id = moving.id, last_number = moving.number
      from unnest(
        ${head((one) => one.channelId)}::int8[], ${head((one) => one.lastId)}::int8[],
        ${head((one) => one.lastNumber)}::int8[]
      ) as moving (channel_id, id, number)
      where channel_heads.channel_id = moving.channel_id
    ), remembered as (
      insert into nonces (channel_id, author_ref, nonce_hash, message_id, created_at)
      select *, ${group.at}::timestamptz from unnest(
        ${nonce((one) => one.channelId, int8s)}::int8[], ${nonce((one) => one.authorRef, int8s)}::int8[],
        ${nonce((one) => one.hash, byteas)}::bytea[], ${nonce((one) => one.messageId, int8s)}::int8[]
      )
      on conflict (channel_id, author_ref, nonce_hash)
      do update set message_id = excluded.message_id, created_at = excluded.created_at
    ), settled as (
      delete from outbox where id = any (${sql.array([...group.settled], int8s)}::int8[])
    )
    insert into outbox (events, created_at) values (${sql.json(events)}, ${group.at}) returning id`
  if (!row) throw new Error('a group left no trace in the outbox')
  return row.id
}

/** Forgets groups that have been told of. */
export async function settleOutbox(connection: Connection<Schema>, ids: readonly string[]): Promise<void> {
  const { sql } = connection
  await sql`delete from outbox where id = any (${sql.array([...ids], int8s)}::int8[])`
}
