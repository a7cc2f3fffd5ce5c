import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** The codes before stop working. */
export async function replaceRecoveryCodes(
  on: Connection<Schema>,
  personId: string,
  given: { readonly hashes: readonly Buffer[]; readonly at: Date },
): Promise<void> {
  await on.kysely.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
  await on.kysely
    .insertInto('recovery_codes')
    .values(given.hashes.map((code_hash) => ({ person_id: personId, code_hash, created_at: given.at })))
    .execute()
}

/** Uses a code up; false where the person has no such code (any more). Of two at once, one succeeds. */
export async function removeRecoveryCode(
  on: Connection<Schema>,
  personId: string,
  codeHash: Buffer,
): Promise<boolean> {
  const removed = await on.kysely
    .deleteFrom('recovery_codes')
    .where('person_id', '=', personId)
    .where('code_hash', '=', codeHash)
    .returning('person_id')
    .executeTakeFirst()
  return removed !== undefined
}

export async function hasRecoveryCode(
  on: Connection<Schema>,
  personId: string,
  codeHash: Buffer,
): Promise<boolean> {
  const [row] = await on.sql<{ found: boolean }[]>`
    select exists (
      select from recovery_codes where person_id = ${personId} and code_hash = ${codeHash}
    ) as found`
  return row?.found ?? false
}

export async function countRecoveryCodes(on: Connection<Schema>, personId: string): Promise<number> {
  const [row] = await on.sql<{ count: number }[]>`
    select count(*)::int as count from recovery_codes where person_id = ${personId}`
  return row?.count ?? 0
}
