import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { PersonRow } from '../people/person-store.ts'

/** A person with what a sign-in depends on, all of it in one query. */
export interface SignInRow extends PersonRow {
  /** The account that was named; where none was, the first that may act, the primary one before others. */
  readonly account_id: string
  /** Of that account. */
  readonly suspended_at: Date | null
  readonly has_totp: boolean
  readonly has_passkey: boolean
}

export async function findByName(on: Connection<Schema>, exact: Buffer): Promise<SignInRow | undefined> {
  const [row] = await on.sql<SignInRow[]>`
    select p.*, a.id as account_id, a.suspended_at, ${factors(on)}
    from accounts a join persons p on p.id = a.person_id
    where a.username_index = ${exact} and a.forgotten_at is null`
  return row
}

/** Whom one of these handles is the verified contact of, the longest here first. */
export async function listByContacts(
  on: Connection<Schema>,
  contacts: readonly string[],
): Promise<SignInRow[]> {
  return on.sql<SignInRow[]>`
    select p.*, a.id as account_id, a.suspended_at, ${factors(on)}
    from persons p join accounts a on a.person_id = p.id and a.kind = 'primary' and a.forgotten_at is null
    where p.contact = any(${contacts as string[]})
    order by p.created_at, p.id`
}

export async function findForSignIn(
  on: Connection<Schema>,
  personId: string,
): Promise<SignInRow | undefined> {
  const [row] = await on.sql<SignInRow[]>`
    select p.*, a.id as account_id, a.suspended_at, ${factors(on)}
    from persons p join accounts a on a.person_id = p.id and a.forgotten_at is null
    where p.id = ${personId}
    order by a.suspended_at is not null, a.kind, a.created_at limit 1`
  return row
}

/** Like the one before, and nobody else changes how the person signs in until the transaction ends. */
export async function lockPerson(on: Connection<Schema>, personId: string): Promise<SignInRow | undefined> {
  await on.sql`select from persons where id = ${personId} for update`
  return findForSignIn(on, personId)
}

function factors(on: Connection<Schema>) {
  return on.sql`
    exists (select from totp_secrets t where t.person_id = p.id and t.confirmed_at is not null) as has_totp,
    exists (select from passkeys k where k.person_id = p.id) as has_passkey`
}

/** `null` takes the password away. Whatever was imported is gone with it. */
export async function updatePassword(
  on: Connection<Schema>,
  personId: string,
  sealed: Buffer | null,
): Promise<void> {
  await on.kysely
    .updateTable('persons')
    .set({ password_hash: sealed, imported_hash: null })
    .where('id', '=', personId)
    .execute()
}

/** Another hash of the same password; false where the person has another password, or none, by now. */
export async function replacePassword(
  on: Connection<Schema>,
  person: Pick<PersonRow, 'id' | 'password_hash'>,
  sealed: Buffer,
): Promise<boolean> {
  const { count } = await on.sql`
    update persons set password_hash = ${sealed}, imported_hash = null
    where id = ${person.id} and password_hash = ${person.password_hash}`
  return count > 0
}

/** Whether this is still the person's password; nobody changes it until the transaction ends. */
export async function holdPassword(
  tx: Transaction<Schema>,
  personId: string,
  sealed: Buffer,
): Promise<boolean> {
  const rows = await tx.sql`
    select from persons where id = ${personId} and password_hash = ${sealed} for share`
  return rows.length > 0
}

/** The kind that most imported hashes have; null where there are none (any more). */
export async function findUsualImport(on: Connection<Schema>): Promise<string | null> {
  const [row] = await on.sql<{ kind: string }[]>`
    select imported_hash as kind from persons where imported_hash is not null
    group by imported_hash order by count(*) desc limit 1`
  return row?.kind ?? null
}
