import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export async function countVanityUses({ sql }: Connection<Schema>, guildId: string): Promise<number> {
  const [row] = await sql<{ uses: number }[]>`select vanity_uses as uses from guilds where id = ${guildId}`
  return row?.uses ?? 0
}

/** The guild that a word leads to, and how often it did. */
export async function findByVanity(
  { sql }: Connection<Schema>,
  hash: Buffer,
): Promise<{ readonly id: string; readonly uses: number } | null> {
  const [row] = await sql<{ id: string; uses: number }[]>`
    select id, vanity_uses as uses from guilds where vanity_hash = ${hash} and deleted_at is null`
  return row ?? null
}

export async function countVanityUse({ sql }: Transaction<Schema>, guildId: string): Promise<void> {
  await sql`update guilds set vanity_uses = vanity_uses + 1 where id = ${guildId}`
}

/** Until `tx` ends, nobody else gives a guild this word. */
export async function lockVanity({ sql }: Transaction<Schema>, hash: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(${hash.readBigInt64BE(0).toString()}::bigint)`
}

/** Whether another guild has the word, deleted ones included. */
export async function isVanityTaken(
  { sql }: Transaction<Schema>,
  hash: Buffer,
  guildId: string,
): Promise<boolean> {
  const rows = await sql`select from guilds where vanity_hash = ${hash} and id <> ${guildId}`
  return rows.length > 0
}
