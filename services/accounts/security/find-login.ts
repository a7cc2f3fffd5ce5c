import type { Accounts } from '../accounts.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { foldUsername } from '../usernames/username-policy.ts'
import { findByName, listByContacts, type SignInRow } from './sign-in-store.ts'

/** No username has one. */
const isAddress = (login: string) => login.includes('@')

/**
 * Whoever a username or a verified e-mail address names; of several who share an address, the longest here first. The
 * same queries run whether there is anybody or not.
 */
export async function findLogin(accounts: Accounts, login: string): Promise<SignInRow[]> {
  if (isAddress(login)) {
    const { contacts } = await accounts.mail.findContacts({ address: login.trim() })
    return listByContacts(accounts.database, contacts)
  }
  const { exact } = await indexUsername(accounts, foldUsername(login))
  const found = await findByName(accounts.database, exact)
  return found ? [found] : []
}

/** What tries are counted by: a keyed hash of what was typed, whether it names anybody or not. */
export async function tryKey(accounts: Accounts, login: string): Promise<string> {
  const [key] = await accounts.keys.blindIndex({ purpose: 'sign-in-tries', values: [foldUsername(login)] })
  if (!key) throw new Error('no index was made of a login')
  return Buffer.from(key).toString('latin1')
}
