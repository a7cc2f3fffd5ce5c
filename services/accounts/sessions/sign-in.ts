import { refuse, type Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals, type Account } from '../contract/index.ts'
import { findAccountRow, findByUsername } from '../people/account-store.ts'
import { openOwnAccount } from '../people/own-account.ts'
import { findPerson } from '../people/person-store.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { foldUsername } from '../usernames/username-policy.ts'
import { isPasswordOf } from './is-password-of.ts'
import { announceEnd } from './announce-end.ts'
import { mostSessions } from './session-policy.ts'
import { removeOldSessions } from './session-store.ts'
import { startSession } from './start-session.ts'
import { countTry } from './try-limit.ts'

export interface SignInTry {
  readonly login: string
  readonly password: Secret
  /** An IPv4 address, or the /64 network of an IPv6 one: what one caller has. */
  readonly network: string
  readonly userAgent: string | undefined
}

export interface SignedIn {
  readonly token: Secret
  readonly account: Account
}

/** Signs in. An unknown name costs the same time as a wrong password and is refused with the same words. */
export async function signIn(accounts: Accounts, given: SignInTry): Promise<SignedIn> {
  const { exact } = await indexUsername(accounts, foldUsername(given.login))
  const found = await findByUsername(accounts.database, exact)
  const person = found?.person_id ? await findPerson(accounts.database, found.person_id) : undefined
  const right = await countTry(
    [
      [accounts.tries.networks, given.network],
      [accounts.tries.names, exact.toString('latin1')],
    ],
    () => isPasswordOf(accounts, person, given.password),
  )
  if (!found || !person || !right) refuse(refusals.wrong_credentials)
  if (person.suspended_at !== null) refuse(refusals.account_suspended)
  const row = await findAccountRow(accounts.database, found.id)
  if (!row) refuse(refusals.wrong_credentials)
  const token = await startSession(accounts, accounts.database, {
    personId: person.id,
    personKey: person.key_id,
    accountId: found.id,
    userAgent: given.userAgent,
  })
  announceEnd(accounts, await removeOldSessions(accounts.database, person.id, mostSessions))
  return { token, account: await openOwnAccount(accounts, row) }
}
