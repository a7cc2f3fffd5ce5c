import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface PurposeKeyRow {
  readonly purpose: string
  readonly wrapping_key: string
  readonly wrapped: Buffer
}

export async function findPurposeKey(
  connection: Connection<Schema>,
  purpose: string,
): Promise<PurposeKeyRow | null> {
  const [row] = await connection.sql<PurposeKeyRow[]>`
    select purpose, wrapping_key, wrapped from purpose_keys where purpose = ${purpose}`
  return row ?? null
}

/** Passes over a purpose that has a key already. */
export async function insertPurposeKey(tx: Transaction<Schema>, row: PurposeKeyRow): Promise<void> {
  await tx.sql`
    insert into purpose_keys (purpose, wrapping_key, wrapped)
    values (${row.purpose}, ${row.wrapping_key}, ${row.wrapped}) on conflict (purpose) do nothing`
}
