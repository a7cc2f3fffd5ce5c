import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** The end of a channel, as of the moment it was locked. */
export interface Head {
  readonly channelId: string
  readonly lastId: string | null
  readonly lastNumber: number
}

export interface Nonce {
  readonly channelId: string
  readonly authorRef: string
  readonly hash: Uint8Array
}

type Tx = Transaction<Schema>

/** Locks channels in the order of their ids, so that no two groups wait for each other. Deleted ones are absent. */
export async function lockHeads(tx: Tx, channelIds: readonly string[]): Promise<Map<string, Head>> {
  const rows = await tx.sql<{ channel_id: string; last_id: string | null; last_number: string }[]>`
    select channel_id, last_id, last_number from channel_heads
    where channel_id = any (${tx.sql.array([...channelIds], 1016)})
    order by channel_id for update`
  return new Map(
    rows.map((row) => [
      row.channel_id,
      { channelId: row.channel_id, lastId: row.last_id, lastNumber: Number(row.last_number) },
    ]),
  )
}

/** The versions of guilds as last committed; deleted ones are absent. */
export async function listVersions(tx: Tx, guildIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.sql<{ id: string; version: string }[]>`
    select id, version from guilds where id = any (${tx.sql.array([...guildIds], 1016)})`
  return new Map(rows.map((row) => [row.id, row.version]))
}

/** Messages since `since` that carry one of these nonces, by `nonceKey`. */
export async function findRecentNonces(
  tx: Tx,
  nonces: readonly Nonce[],
  since: string,
): Promise<Map<string, string>> {
  if (nonces.length === 0) return new Map()
  const { sql } = tx
  const rows = await sql<
    { channel_id: string; author_ref: string; nonce_hash: Buffer; message_id: string }[]
  >`
    select n.channel_id, n.author_ref, n.nonce_hash, n.message_id from nonces n
    join unnest(
      ${sql.array(
        nonces.map((one) => one.channelId),
        1016,
      )}::int8[],
      ${sql.array(
        nonces.map((one) => one.authorRef),
        1016,
      )}::int8[],
      ${sql.array(
        nonces.map((one) => one.hash),
        1001,
      )}::bytea[]
    ) as asked (channel_id, author_ref, nonce_hash) using (channel_id, author_ref, nonce_hash)
    where n.message_id >= ${since}`
  return new Map(
    rows.map((row) => [
      nonceKey({ channelId: row.channel_id, authorRef: row.author_ref, hash: row.nonce_hash }),
      row.message_id,
    ]),
  )
}

/** One text for one sender's nonce in one channel. */
export function nonceKey(nonce: Nonce): string {
  return `${nonce.channelId}:${nonce.authorRef}:${Buffer.from(nonce.hash).toString('base64')}`
}
