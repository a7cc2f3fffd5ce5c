import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type UploadRow = Schema['uploads']

/** What leads to an upload's blob and key. */
export type UploadTraces = Pick<UploadRow, 'id' | 'blob' | 'key_id'>

/** Lets one transaction at a time add uploads of an account. */
export async function lockUploadsOf(tx: Transaction<Schema>, accountId: string): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended('uploads', ${accountId}::bigint))`
}

/** How many uploads of an account wait and have not been used. */
export async function countUnused(on: Connection<Schema>, accountId: string, now: Date): Promise<number> {
  const row = await on.kysely
    .selectFrom('uploads')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .where('used', '=', false)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function insertUpload(tx: Transaction<Schema>, row: UploadRow): Promise<void> {
  await tx.kysely.insertInto('uploads').values(row).execute()
}

/** An account's own upload whose time is not over. */
export async function findUpload(
  on: Connection<Schema>,
  { id, accountId, now }: { readonly id: string; readonly accountId: string; readonly now: Date },
): Promise<UploadRow | undefined> {
  return on.kysely
    .selectFrom('uploads')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Notes that a picture was made of it, and ends its time at `until` where that is sooner. False where it is gone. */
export async function markUsed(tx: Transaction<Schema>, id: string, until: Date): Promise<boolean> {
  const rows = await tx.sql`
    update uploads set used = true, expires_at = least(expires_at, ${until}) where id = ${id} returning id`
  return rows.length > 0
}

export async function listUploadsOf(on: Connection<Schema>, accountId: string): Promise<UploadRow[]> {
  return on.kysely
    .selectFrom('uploads')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id', 'asc')
    .execute()
}

/** Some uploads whose time is over. */
export async function listExpired(on: Connection<Schema>, now: Date, most: number): Promise<UploadTraces[]> {
  return on.kysely
    .selectFrom('uploads')
    .select(['id', 'blob', 'key_id'])
    .where('expires_at', '<=', now)
    .orderBy('expires_at', 'asc')
    .limit(most)
    .execute()
}

export async function removeUploads(on: Connection<Schema>, ids: readonly string[]): Promise<void> {
  await on.kysely.deleteFrom('uploads').where('id', 'in', ids).execute()
}

/** Those of `blobs` that an upload names. */
export async function listKnownBlobs(on: Connection<Schema>, blobs: readonly string[]): Promise<string[]> {
  const rows = await on.kysely.selectFrom('uploads').select('blob').where('blob', 'in', blobs).execute()
  return rows.map(({ blob }) => blob)
}
