import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type TokenRow = Schema['recovery_tokens']

export async function insertRecoveryToken(on: Connection<Schema>, row: TokenRow): Promise<void> {
  await on.kysely.insertInto('recovery_tokens').values(row).execute()
}

/** How many were made for a person since then. */
export async function countRecoveryTokens(
  on: Connection<Schema>,
  personId: string,
  since: Date,
): Promise<number> {
  const [row] = await on.sql<{ count: number }[]>`
    select count(*)::int as count from recovery_tokens where person_id = ${personId} and created_at > ${since}`
  return row?.count ?? 0
}

/** Whose token this is; undefined where it is nobody's (any more). */
export async function findRecoveryToken(
  on: Connection<Schema>,
  tokenHash: Buffer,
  now: Date,
): Promise<TokenRow | undefined> {
  return on.kysely
    .selectFrom('recovery_tokens')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Uses a token up; false where it has been. Of two at once, one succeeds. */
export async function removeRecoveryToken(on: Connection<Schema>, tokenHash: Buffer): Promise<boolean> {
  const removed = await on.kysely
    .deleteFrom('recovery_tokens')
    .where('token_hash', '=', tokenHash)
    .returning('person_id')
    .executeTakeFirst()
  return removed !== undefined
}

export async function removeRecoveryTokens(on: Connection<Schema>, personId: string): Promise<void> {
  await on.kysely.deleteFrom('recovery_tokens').where('person_id', '=', personId).execute()
}
