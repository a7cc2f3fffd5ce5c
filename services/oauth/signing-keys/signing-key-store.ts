import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type SigningKeyRow = Schema['signing_keys']

/** Keys whose signatures may still be about, the newest first. */
export async function listSigningKeys(on: Connection<Schema>, now: Date): Promise<SigningKeyRow[]> {
  return on.kysely
    .selectFrom('signing_keys')
    .selectAll()
    .where('leaves_at', '>', now)
    .orderBy('created_at', 'desc')
    .orderBy('kid', 'asc')
    .execute()
}

export async function insertSigningKeys(on: Connection<Schema>, rows: SigningKeyRow[]): Promise<void> {
  await on.kysely.insertInto('signing_keys').values(rows).execute()
}

/** Lets one process at a time make keys. */
export async function lockSigningKeys(on: Connection<Schema>): Promise<void> {
  await on.sql`lock table signing_keys in share row exclusive mode`
}
