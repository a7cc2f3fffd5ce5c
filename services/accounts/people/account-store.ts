import type { Connection } from '@alles/platform/postgres'
import type { AccountKind } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { UsernameIndex } from '../usernames/username-index.ts'

export type AccountRow = Schema['accounts']

type Reference = Pick<AccountRow, 'id' | 'person_id' | 'profile_key_id'> & { kind: AccountKind }

const referenceColumns = ['id', 'person_id', 'profile_key_id', 'kind'] as const

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

/** Accounts with everything others see, for opening. Forgotten ones are left out. */
export async function listProfileRows(on: Connection<Schema>, ids: readonly string[]) {
  return on.sql<Pick<AccountRow, 'id' | 'kind' | 'username' | 'display_name'>[]>`
    select id, kind, username, display_name from accounts
    where id = any(${ids as string[]}::bigint[]) and forgotten_at is null`
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

export async function updateProfile(
  on: Connection<Schema>,
  id: string,
  change: Partial<Pick<AccountRow, 'display_name' | 'bio'>>,
): Promise<void> {
  await on.kysely.updateTable('accounts').set(change).where('id', '=', id).execute()
}

export async function updateForgotten(on: Connection<Schema>, id: string, at: Date): Promise<void> {
  await on.kysely.updateTable('accounts').set({ forgotten_at: at }).where('id', '=', id).execute()
}

/** Whether an account has this name or one that looks like it, or one that was erased lately had. */
export async function isNameTaken(on: Connection<Schema>, name: UsernameIndex, now: Date): Promise<boolean> {
  const [row] = await on.sql<{ taken: boolean }[]>`
    select exists (
      select from accounts where username_index = ${name.exact} or username_skeleton = ${name.skeleton}
    ) or exists (
      select from reserved_usernames where skeleton = ${name.skeleton} and until > ${now}
    ) as taken`
  return row?.taken ?? false
}

/** Keeps an account's name, and those that look like it, from being taken again. */
export async function reserveName(on: Connection<Schema>, accountId: string, until: Date): Promise<void> {
  await on.sql`
    insert into reserved_usernames (skeleton, until)
    select username_skeleton, ${until} from accounts where id = ${accountId}
    on conflict (skeleton) do update set until = greatest(reserved_usernames.until, excluded.until)`
}

export async function removeAccount(on: Connection<Schema>, id: string): Promise<void> {
  await on.kysely.deleteFrom('accounts').where('id', '=', id).execute()
}
