import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { AccountRow } from '../people/account-store.ts'
import type { UsernameIndex } from './username-index.ts'

/** Whether an account has this name or one that looks like it, or one that gave it up lately had. */
export async function isNameTaken(on: Connection<Schema>, name: UsernameIndex, now: Date): Promise<boolean> {
  return isNameTakenFor(on, name, { accountId: null, now })
}

/** The same for an account that has a name: its own, and what it gave up itself, is free to it. */
export async function isNameTakenFor(
  on: Connection<Schema>,
  name: UsernameIndex,
  { accountId, now }: { readonly accountId: string | null; readonly now: Date },
): Promise<boolean> {
  const [row] = await on.sql<{ taken: boolean }[]>`
    select exists (
      select from accounts
      where (username_index = ${name.exact} or username_skeleton = ${name.skeleton})
        and id is distinct from ${accountId}
    ) or exists (
      select from reserved_usernames
      where skeleton = ${name.skeleton} and until > ${now}
        and (account_id is null or account_id is distinct from ${accountId})
    ) as taken`
  return row?.taken ?? false
}

/** Keeps an account's name, and those that look like it, from being taken again by anybody. */
export async function reserveName(on: Connection<Schema>, accountId: string, until: Date): Promise<void> {
  await on.sql`
    insert into reserved_usernames (skeleton, until)
    select username_skeleton, ${until} from accounts where id = ${accountId}
    on conflict (skeleton) do update
    set until = greatest(reserved_usernames.until, excluded.until), account_id = null`
}

/** Keeps a name that an account gives up from everybody else. */
export async function reserveNameFor(
  on: Connection<Schema>,
  skeleton: Buffer,
  { accountId, until }: { readonly accountId: string; readonly until: Date },
): Promise<void> {
  await on.sql`
    insert into reserved_usernames (skeleton, until, account_id)
    values (${skeleton}, ${until}, ${accountId})
    on conflict (skeleton) do update set until = excluded.until, account_id = excluded.account_id`
}

/** A name is somebody's again. */
export async function releaseName(on: Connection<Schema>, skeleton: Buffer): Promise<void> {
  await on.sql`delete from reserved_usernames where skeleton = ${skeleton}`
}

/** An account as it is until the transaction ends. */
export async function lockAccountRow(
  tx: Transaction<Schema>,
  accountId: string,
): Promise<AccountRow | undefined> {
  const [row] = await tx.sql<AccountRow[]>`
    select * from accounts where id = ${accountId} and forgotten_at is null for no key update`
  return row
}

export async function updateUsername(
  tx: Transaction<Schema>,
  accountId: string,
  change: Pick<AccountRow, 'username' | 'username_index' | 'username_skeleton' | 'username_changed_at'>,
): Promise<void> {
  await tx.kysely.updateTable('accounts').set(change).where('id', '=', accountId).execute()
}
