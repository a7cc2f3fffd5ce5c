import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface KeyRow {
  readonly id: string
  readonly kind: string
  readonly wrapping_key: string
  readonly wrapped: Buffer
}

/** Keys are spread over this many buckets; destroying one re-wraps the others of its bucket. */
export const bucketCount = 256

export function bucketOf(id: string): number {
  return Number(BigInt(id) & 255n)
}

export async function findKeys(connection: Connection<Schema>, ids: readonly string[]): Promise<KeyRow[]> {
  return connection.sql<KeyRow[]>`
    select id, kind, wrapping_key, wrapped from keys where id = any(${[...ids]}::int8[])`
}

/** Those of `ids` that exist. */
export async function findExisting(
  connection: Connection<Schema>,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await connection.sql<{ id: string }[]>`
    select id from keys where id = any(${[...ids]}::int8[])`
  return new Set(rows.map((row) => row.id))
}

/** Passes over ids that exist already; answers those it added. */
export async function insertKeys(tx: Transaction<Schema>, rows: readonly KeyRow[]): Promise<Set<string>> {
  const added = await tx.sql<{ id: string }[]>`
    insert into keys (id, kind, bucket, wrapping_key, wrapped)
    select id, kind, id & 255, wrapping_key, wrapped
    from unnest(
      ${rows.map((row) => row.id)}::int8[], ${rows.map((row) => row.kind)}::text[],
      ${rows.map((row) => row.wrapping_key)}::text[], ${tx.sql.array(
        rows.map((row) => row.wrapped),
        byteaArray,
      )}
    ) new (id, kind, wrapping_key, wrapped)
    on conflict (id) do nothing returning id`
  return new Set(added.map((row) => row.id))
}

const byteaArray = 1001

export async function removeKeys(tx: Transaction<Schema>, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    delete from keys where id = any(${[...ids]}::int8[]) returning id`
  return rows.map((row) => row.id)
}

/** Keys of a bucket by rising id, after `after`. */
export async function listBucket(
  tx: Transaction<Schema>,
  bucket: number,
  page: { after: string; limit: number },
): Promise<KeyRow[]> {
  return tx.sql<KeyRow[]>`
    select id, kind, wrapping_key, wrapped from keys
    where bucket = ${bucket} and id > ${page.after}::int8 order by id limit ${page.limit} for update`
}

export async function updateWrapped(tx: Transaction<Schema>, rows: readonly KeyRow[]): Promise<void> {
  await tx.sql`
    update keys set wrapping_key = new.wrapping_key, wrapped = new.wrapped
    from unnest(
      ${rows.map((row) => row.id)}::int8[], ${rows.map((row) => row.wrapping_key)}::text[], ${tx.sql.array(
        rows.map((row) => row.wrapped),
        byteaArray,
      )}
    ) new (id, wrapping_key, wrapped)
    where keys.id = new.id`
}

/** Some keys, from a random place on. */
export async function sampleKeys(
  connection: Connection<Schema>,
  from: string,
  limit: number,
): Promise<KeyRow[]> {
  return connection.sql<KeyRow[]>`
    (select id, kind, wrapping_key, wrapped from keys where id >= ${from}::int8 order by id limit ${limit})
    union
    (select id, kind, wrapping_key, wrapped from keys order by id limit ${limit}) limit ${limit}`
}
