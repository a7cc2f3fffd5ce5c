import type { Accounts } from '../accounts.ts'
import { listAccountRows } from '../people/account-store.ts'
import { openOwnAccounts } from '../people/own-account.ts'

/** The usernames of a person, that of the primary account first. */
export async function namesOf(accounts: Accounts, personId: string): Promise<string[]> {
  const rows = await listAccountRows(accounts.database, personId)
  return (await openOwnAccounts(accounts, rows)).map(({ username }) => username)
}
