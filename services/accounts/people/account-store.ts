import type { Selectable } from 'kysely'
import type { Connection } from '@alles/platform/postgres'
import type { AccountKind } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'

export type AccountRow = Selectable<Schema['accounts']>

type Reference = Pick<AccountRow, 'id' | 'person_id' | 'profile_key_id' | 'suspended_at'> & {
  kind: AccountKind
}

const referenceColumns = ['id', 'person_id', 'profile_key_id', 'kind', 'suspended_at'] as const

export async function findByUsername(on: Connection<Schema>, exact: Buffer): Promise<Reference | undefined> {
  const row = await on.kysely
    .selectFrom('accounts')
    .select(referenceColumns)
    .where('username_index', '=', exact)
    .where('forgotten_at', 'is', null)
    .executeTakeFirst()
  return row as Reference | undefined
}

export async function findById(on: Connection<Schema>, id: string): Promise<Reference | undefined> {
  const row = await on.kysely
    .selectFrom('accounts')
    .select(referenceColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as Reference | undefined
}

/** Like `findByUsername`, without those who wait for approval. */
export async function findAdmittedByUsername(
  on: Connection<Schema>,
  exact: Buffer,
): Promise<Reference | undefined> {
  const [row] = await on.sql<Reference[]>`
    select a.id, a.person_id, a.profile_key_id, a.kind, a.suspended_at
    from accounts a left join persons p on p.id = a.person_id
    where a.username_index = ${exact} and a.forgotten_at is null and p.waiting_since is null`
  return row
}

const profileColumns = [
  'id',
  'kind',
  'username',
  'display_name',
  'avatar',
  'banner',
  'color',
  'public',
] as const

export type ProfileRow = Pick<AccountRow, (typeof profileColumns)[number]>

/** Accounts with what others see of them, for opening. Forgotten ones and those that wait for approval are left out. */
export async function listProfileRows(on: Connection<Schema>, ids: readonly string[]): Promise<ProfileRow[]> {
  return on.sql<ProfileRow[]>`
    select ${on.sql(profileColumns.map((column) => `a.${column}`))}
    from accounts a left join persons p on p.id = a.person_id
    where a.id = any(${ids as string[]}::bigint[]) and a.forgotten_at is null and p.waiting_since is null`
}

/** The account of a name that anybody may look at: nobody's that is forgotten, suspended or waits for approval. */
export async function findShownRow(on: Connection<Schema>, exact: Buffer): Promise<AccountRow | undefined> {
  const [row] = await on.sql<AccountRow[]>`
    select a.* from accounts a left join persons p on p.id = a.person_id
    where a.username_index = ${exact} and a.forgotten_at is null
      and a.suspended_at is null and p.waiting_since is null`
  return row
}

/** A person's accounts, the primary one first, then by age. */
export async function listAccountRows(on: Connection<Schema>, personId: string): Promise<AccountRow[]> {
  return on.kysely
    .selectFrom('accounts')
    .selectAll()
    .where('person_id', '=', personId)
    .where('forgotten_at', 'is', null)
    .orderBy('kind', 'asc')
    .orderBy('created_at', 'asc')
    .execute()
}

export async function findAccountRow(on: Connection<Schema>, id: string): Promise<AccountRow | undefined> {
  return on.kysely
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', id)
    .where('forgotten_at', 'is', null)
    .executeTakeFirst()
}

export async function insertAccount(on: Connection<Schema>, row: AccountRow): Promise<void> {
  await on.kysely.insertInto('accounts').values(row).execute()
}

/** What `editAccount` changes. */
export type ProfileValues = Pick<
  AccountRow,
  'display_name' | 'bio' | 'pronouns' | 'color' | 'public' | 'avatar' | 'banner'
>

export async function updateProfile(
  on: Connection<Schema>,
  id: string,
  change: Partial<ProfileValues>,
): Promise<void> {
  await on.kysely.updateTable('accounts').set(change).where('id', '=', id).execute()
}

export async function updateForgotten(on: Connection<Schema>, id: string, at: Date): Promise<void> {
  await on.kysely.updateTable('accounts').set({ forgotten_at: at }).where('id', '=', id).execute()
}

export async function removeAccount(on: Connection<Schema>, id: string): Promise<void> {
  await on.kysely.deleteFrom('accounts').where('id', '=', id).execute()
}
