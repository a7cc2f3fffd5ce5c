import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type PasskeyRow = Schema['passkeys']

/** False where an authenticator's credential of this id is kept already. */
export async function insertPasskey(on: Connection<Schema>, row: PasskeyRow): Promise<boolean> {
  const inserted = await on.kysely
    .insertInto('passkeys')
    .values(row)
    .onConflict((conflict) => conflict.column('credential_hash').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** A person's, the oldest first. */
export async function listPasskeyRows(on: Connection<Schema>, personId: string): Promise<PasskeyRow[]> {
  return on.kysely
    .selectFrom('passkeys')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export async function findPasskey(
  on: Connection<Schema>,
  credentialHash: Buffer,
): Promise<PasskeyRow | undefined> {
  return on.kysely
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_hash', '=', credentialHash)
    .executeTakeFirst()
}

/** Notes a use; false where the counter went back: two authenticators count with one key. */
export async function updateUse(
  on: Connection<Schema>,
  id: string,
  use: { readonly counter: number; readonly synced: boolean; readonly at: Date },
): Promise<boolean> {
  const { count } = await on.sql`
    update passkeys set counter = ${use.counter}, synced = ${use.synced}, last_used_at = ${use.at}
    where id = ${id} and (counter < ${use.counter} or (counter = 0 and ${use.counter}::bigint = 0))`
  return count > 0
}

export async function updateName(
  on: Connection<Schema>,
  passkey: Pick<PasskeyRow, 'id' | 'person_id'>,
  name: Buffer,
): Promise<void> {
  await on.kysely
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', passkey.id)
    .where('person_id', '=', passkey.person_id)
    .execute()
}

/** False where the person has no such passkey. */
export async function removePasskeyRow(
  on: Connection<Schema>,
  id: string,
  personId: string,
): Promise<boolean> {
  const removed = await on.kysely
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returning('id')
    .executeTakeFirst()
  return removed !== undefined
}
