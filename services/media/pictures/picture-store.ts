import type { Connection, Transaction } from '@alles/platform/postgres'
import type { PictureUse } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'

/** A picture as it is stored; `sizes` are widths. */
export interface PictureRow extends Omit<Schema['pictures'], 'use'> {
  readonly use: PictureUse
}

export async function insertPicture(tx: Transaction<Schema>, row: PictureRow): Promise<void> {
  await tx.kysely.insertInto('pictures').values(row).execute()
}

export async function findPicture(on: Connection<Schema>, hash: string): Promise<PictureRow | undefined> {
  const row = await on.kysely.selectFrom('pictures').selectAll().where('hash', '=', hash).executeTakeFirst()
  return row as PictureRow | undefined
}

export async function listPicturesOf(on: Connection<Schema>, accountId: string): Promise<PictureRow[]> {
  const rows = await on.kysely
    .selectFrom('pictures')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('hash', 'asc')
    .execute()
  return rows as PictureRow[]
}

/** Those of `hashes` that there are. */
export async function listKnownPictures(
  on: Connection<Schema>,
  hashes: readonly string[],
): Promise<PictureRow[]> {
  const rows = await on.kysely.selectFrom('pictures').selectAll().where('hash', 'in', hashes).execute()
  return rows as PictureRow[]
}

export async function removePicture(on: Connection<Schema>, hash: string): Promise<void> {
  await on.kysely.deleteFrom('pictures').where('hash', '=', hash).execute()
}
