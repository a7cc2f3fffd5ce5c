import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type WaitingRow = Schema['waiting_files']
/** What leads to a file's blobs and key. */
export type WaitingTraces = Pick<WaitingRow, 'id' | 'blob' | 'size' | 'key_id'>

/** What a file turned out to be. */
export type Looked = Pick<WaitingRow, 'blob' | 'size' | 'media_type' | 'width' | 'height'>

/** Lets one transaction at a time announce files of an account. */
export async function lockWaitingOf(tx: Transaction<Schema>, accountId: string): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended('waiting_files', ${accountId}::bigint))`
}

/** How many bytes of an account wait, or have been announced. */
export async function sumWaiting(on: Connection<Schema>, accountId: string, now: Date): Promise<number> {
  const row = await on.kysely
    .selectFrom('waiting_files')
    .select((select) => select.fn.sum<string | null>('size').as('bytes'))
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return Number(row.bytes ?? 0)
}

export async function insertWaiting(tx: Transaction<Schema>, rows: readonly WaitingRow[]): Promise<void> {
  await tx.kysely.insertInto('waiting_files').values(rows).execute()
}

export async function findWaiting(
  on: Connection<Schema>,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<WaitingRow | undefined> {
  return on.kysely
    .selectFrom('waiting_files')
    .selectAll()
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

export interface Claim {
  readonly id: string
  readonly now: Date
  readonly until: Date
}

/** Lets one request write a file. Undefined where another does, or it is gone. */
export async function claimWaiting(
  on: Connection<Schema>,
  { id, now, until }: Claim,
): Promise<WaitingRow | undefined> {
  return on.kysely
    .updateTable('waiting_files')
    .set({ taken_until: until })
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .where((row) => row.or([row('taken_until', 'is', null), row('taken_until', '<=', now)]))
    .returningAll()
    .executeTakeFirst()
}

export async function releaseWaiting(on: Connection<Schema>, id: string): Promise<void> {
  await on.kysely.updateTable('waiting_files').set({ taken_until: null }).where('id', '=', id).execute()
}

export interface OfAccount {
  readonly ids: readonly string[]
  readonly accountId: string
  readonly now: Date
}

/** An account's own files whose time is not over, for nobody else to use meanwhile. */
export async function lockWaiting(
  tx: Transaction<Schema>,
  { ids, accountId, now }: OfAccount,
): Promise<WaitingRow[]> {
  if (ids.length === 0) return []
  return tx.kysely
    .selectFrom('waiting_files')
    .selectAll()
    .where('id', 'in', ids)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('id', 'asc')
    .forUpdate()
    .execute()
}

export async function listWaitingOf(on: Connection<Schema>, accountId: string): Promise<WaitingRow[]> {
  return on.kysely
    .selectFrom('waiting_files')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id', 'asc')
    .execute()
}

/** Notes how far it has arrived. False where it is gone, or is whole already. */
export async function updateReceived(on: Connection<Schema>, id: string, received: number): Promise<boolean> {
  const rows = await on.sql`
    update waiting_files set received = ${received} where id = ${id} and media_type is null returning id`
  return rows.length > 0
}

/** Notes what it is: it can be used from here on. False where it is gone. */
export async function updateLooked(on: Connection<Schema>, id: string, looked: Looked): Promise<boolean> {
  const rows = await on.kysely
    .updateTable('waiting_files')
    .set({ ...looked, received: looked.size })
    .where('id', '=', id)
    .where('media_type', 'is', null)
    .returning('id')
    .execute()
  return rows.length > 0
}

export async function listExpiredWaiting(
  on: Connection<Schema>,
  now: Date,
  most: number,
): Promise<WaitingTraces[]> {
  return on.kysely
    .selectFrom('waiting_files')
    .select(['id', 'blob', 'size', 'key_id'])
    .where('expires_at', '<=', now)
    .orderBy('expires_at', 'asc')
    .limit(most)
    .execute()
}

export async function removeWaiting(on: Connection<Schema>, ids: readonly string[]): Promise<void> {
  await on.kysely.deleteFrom('waiting_files').where('id', 'in', ids).execute()
}

/** Those of `blobs` that a waiting file names. */
export async function listKnownWaiting(
  on: Connection<Schema>,
  blobs: readonly string[],
): Promise<Pick<WaitingRow, 'blob' | 'size'>[]> {
  return on.kysely.selectFrom('waiting_files').select(['blob', 'size']).where('blob', 'in', blobs).execute()
}

/** Of a file whose length was not known before. */
export async function updateSize(on: Connection<Schema>, id: string, size: number): Promise<void> {
  await on.kysely.updateTable('waiting_files').set({ size }).where('id', '=', id).execute()
}
