import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export async function insertSpentKeys(
  tx: Transaction<Schema>,
  keys: readonly string[],
  now: Date,
): Promise<void> {
  await tx.kysely
    .insertInto('spent_keys')
    .values(keys.map((key) => ({ key_id: key, spent_at: now })))
    .execute()
}

export async function listSpentKeys(on: Connection<Schema>, most: number): Promise<string[]> {
  const rows = await on.kysely.selectFrom('spent_keys').select('key_id').limit(most).execute()
  return rows.map((row) => row.key_id)
}

export async function removeSpentKeys(on: Connection<Schema>, keys: readonly string[]): Promise<void> {
  await on.kysely.deleteFrom('spent_keys').where('key_id', 'in', keys).execute()
}
