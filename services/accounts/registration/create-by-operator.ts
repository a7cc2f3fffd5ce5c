import type { Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { createPerson } from '../people/create-person.ts'
import { checkCredentials } from './registration-policy.ts'

/** Opens an account at the operator's word. */
export async function createByOperator(accounts: Accounts, given: { username: string; password: Secret }) {
  const username = checkCredentials(given.username, given.password)
  await checkPassword(accounts, given.password)
  const { account } = await createPerson(accounts, { username, password: given.password, displayName: null })
  return { accountId: account.id, username }
}
