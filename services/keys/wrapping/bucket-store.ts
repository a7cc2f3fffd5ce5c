import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** Advisory locks of this database. Whoever takes both takes `files` first, then buckets in rising order. */
const lockSpace = { files: 1, bucket: 2 } as const

/**
 * Held shared by whoever makes a wrapping-key file, until a row refers to it; alone by whoever removes or re-wraps files.
 * Disks may be slow: neither waiting for it nor working under it is cut short.
 */
export async function lockFiles(tx: Transaction<Schema>, how: 'shared' | 'alone'): Promise<void> {
  await tx.sql`
    select set_config('statement_timeout', '60s', true), set_config('idle_in_transaction_session_timeout', '0', true)`
  if (how === 'shared') await tx.sql`select pg_advisory_xact_lock_shared(${lockSpace.files}, 0)`
  else await tx.sql`select pg_advisory_xact_lock(${lockSpace.files}, 0)`
}

/** Rejects when the session, and with it the lock, has been lost. Before each step that others must not see halfway. */
export async function stillHolding(tx: Transaction<Schema>): Promise<void> {
  await tx.sql`select`
}

/** Held shared by whoever adds keys to a bucket, alone by whoever changes its wrapping key. `buckets` must rise. */
export async function lockBuckets(
  tx: Transaction<Schema>,
  buckets: readonly number[],
  how: 'shared' | 'alone',
): Promise<void> {
  if (how === 'shared')
    await tx.sql`select pg_advisory_xact_lock_shared(${lockSpace.bucket}, bucket) from unnest(${[...buckets]}::int4[]) bucket`
  else
    await tx.sql`select pg_advisory_xact_lock(${lockSpace.bucket}, bucket) from unnest(${[...buckets]}::int4[]) bucket`
}

/** The current wrapping key of each bucket that has one. */
export async function findWrappingKeys(
  connection: Connection<Schema>,
  buckets: readonly number[],
): Promise<Map<number, string>> {
  const rows = await connection.sql<{ bucket: number; wrapping_key: string }[]>`
    select bucket, wrapping_key from buckets where bucket = any(${[...buckets]}::int4[])`
  return new Map(rows.map((row) => [row.bucket, row.wrapping_key]))
}

export async function setWrappingKey(tx: Transaction<Schema>, bucket: number, id: string): Promise<void> {
  await tx.sql`
    insert into buckets (bucket, wrapping_key) values (${bucket}, ${id})
    on conflict (bucket) do update set wrapping_key = excluded.wrapping_key`
}

/** Every wrapping key that a bucket, and so every key in it, refers to. */
export async function listWrappingKeys(connection: Connection<Schema>): Promise<string[]> {
  const rows = await connection.sql<{ wrapping_key: string }[]>`select wrapping_key from buckets`
  return rows.map((row) => row.wrapping_key)
}

/** Those of `ids` that a key still names, bucket or not. */
export async function findNamedByKeys(
  connection: Connection<Schema>,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await connection.sql<{ name: string }[]>`
    select name from unnest(${[...ids]}::text[]) file (name)
    where exists (
        select from keys where bucket = ('x' || left(name, 3))::bit(12)::int and wrapping_key = name)
      or exists (select from purpose_keys where wrapping_key = name)`
  return new Set(rows.map((row) => row.name))
}

/** Whether anything in this database needs the instance key. */
export async function hasKeys(connection: Connection<Schema>): Promise<boolean> {
  const [row] = await connection.sql<{ any: boolean }[]>`
    select exists (select from buckets) or exists (select from purpose_keys) as any`
  return row?.any ?? false
}

export async function findDirectory(connection: Connection<Schema>): Promise<string | null> {
  const [row] = await connection.sql<{ id: string }[]>`select id from directory`
  return row?.id ?? null
}

export async function setDirectory(tx: Transaction<Schema>, id: string): Promise<void> {
  await tx.sql`insert into directory (id) values (${id}) on conflict (only_one) do update set id = excluded.id`
}
