import type { Accounts } from '../accounts.ts'
import type { AccountReference } from '../contract/index.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { foldUsername } from '../usernames/username-policy.ts'
import { findAdmittedByUsername, findById } from './account-store.ts'

type Found = Awaited<ReturnType<typeof findById>>

/** Nobody finds who waits for approval. */
export async function findAccount(accounts: Accounts, username: string): Promise<AccountReference | null> {
  const { exact } = await indexUsername(accounts, foldUsername(username))
  return referenceOf(await findAdmittedByUsername(accounts.database, exact))
}

/** Also finds an account whose erasure runs, or that waits for approval. */
export async function findAccountById(
  accounts: Accounts,
  accountId: string,
): Promise<AccountReference | null> {
  return referenceOf(await findById(accounts.database, accountId))
}

function referenceOf(found: Found): AccountReference | null {
  return found ? { accountId: found.id, personId: found.person_id, kind: found.kind } : null
}
