import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type VerificationRow = Schema['verifications']

/** The link before stops working. */
export async function replaceVerification(on: Connection<Schema>, row: VerificationRow): Promise<void> {
  await on.kysely
    .insertInto('verifications')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('contact').doUpdateSet({ token_hash: row.token_hash, expires_at: row.expires_at }),
    )
    .execute()
}

/** Takes a token that still works; whose it was, or undefined. */
export async function takeVerification(
  on: Connection<Schema>,
  tokenHash: Buffer,
  now: Date,
): Promise<string | undefined> {
  const row = await on.kysely
    .deleteFrom('verifications')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .returning('contact')
    .executeTakeFirst()
  return row?.contact
}

/** Notes that a link is sent to an address. */
export async function insertAsked(on: Connection<Schema>, row: Schema['asked_addresses']): Promise<void> {
  await on.kysely.insertInto('asked_addresses').values(row).execute()
}

/** How many links were sent to an address since then, whichever contacts had it and whether or not they are left. */
export async function countAsked(on: Connection<Schema>, addressIndex: Buffer, since: Date): Promise<number> {
  const [row] = await on.sql<{ count: number }[]>`
    select count(*)::int as count from asked_addresses
    where address_index = ${addressIndex} and asked_at > ${since}`
  return row?.count ?? 0
}
