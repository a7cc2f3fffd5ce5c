import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type ContactRow = Schema['contacts']

export async function insertContact(on: Connection<Schema>, row: ContactRow): Promise<void> {
  await on.kysely.insertInto('contacts').values(row).execute()
}

export async function findContact(on: Connection<Schema>, handle: string): Promise<ContactRow | undefined> {
  return on.kysely.selectFrom('contacts').selectAll().where('handle', '=', handle).executeTakeFirst()
}

/** Verified ones, the oldest first. */
export async function listHandles(
  on: Connection<Schema>,
  addressIndex: Buffer,
  most: number,
): Promise<string[]> {
  const rows = await on.kysely
    .selectFrom('contacts')
    .select('handle')
    .where('address_index', '=', addressIndex)
    .where('verified_at', 'is not', null)
    .orderBy('created_at')
    .orderBy('handle')
    .limit(most)
    .execute()
  return rows.map((row) => row.handle)
}

/** Handles of those given before a moment and not verified since. */
export async function listUnverified(on: Connection<Schema>, before: Date, most: number): Promise<string[]> {
  const rows = await on.kysely
    .selectFrom('contacts')
    .select('handle')
    .where('verified_at', 'is', null)
    .where('created_at', '<=', before)
    .orderBy('created_at')
    .limit(most)
    .execute()
  return rows.map((row) => row.handle)
}

export async function updateVerified(on: Connection<Schema>, handle: string, at: Date): Promise<void> {
  await on.kysely
    .updateTable('contacts')
    .set({ verified_at: at, undeliverable_since: null })
    .where('handle', '=', handle)
    .execute()
}

export async function updateUndeliverable(
  on: Connection<Schema>,
  handle: string,
  since: Date,
): Promise<void> {
  await on.kysely
    .updateTable('contacts')
    .set((set) => ({ undeliverable_since: set.fn.coalesce('undeliverable_since', set.val(since)) }))
    .where('handle', '=', handle)
    .execute()
}

/** What hangs from it goes along. */
export async function removeContactRow(on: Connection<Schema>, handle: string): Promise<void> {
  await on.kysely.deleteFrom('contacts').where('handle', '=', handle).execute()
}
