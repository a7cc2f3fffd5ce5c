import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { findAccountRow } from '../people/account-store.ts'
import { openOwnAccount } from '../people/own-account.ts'
import { requireGoodStanding } from '../people/require-good-standing.ts'
import { holdPassword, type SignInRow } from '../security/sign-in-store.ts'
import { announceEnd } from './announce-end.ts'
import { mostSessions } from './session-policy.ts'
import { removeOldSessions } from './session-store.ts'
import type { SignedIn } from './sign-in.ts'
import { startSession } from './start-session.ts'

export interface Entry {
  readonly userAgent: string | undefined
  /** The stored hash, sealed, of the password that proved it; null where none did. */
  readonly password: Buffer | null
}

/**
 * Lets in somebody who has proved who they are, unless their standing is against it. A password that was replaced
 * meanwhile proves nothing: whoever replaced it ended the sessions there were.
 */
export async function enter(
  accounts: Accounts,
  person: SignInRow,
  { userAgent, password }: Entry,
): Promise<SignedIn> {
  requireGoodStanding(person, person)
  const row = await findAccountRow(accounts.database, person.account_id)
  if (!row) refuse(refusals.wrong_credentials)
  const { token, ended } = await accounts.database.transaction(async (tx) => {
    if (password && !(await holdPassword(tx, person.id, password))) refuse(refusals.wrong_credentials)
    return {
      token: await startSession(accounts, tx, {
        personId: person.id,
        personKey: person.key_id,
        accountId: person.account_id,
        userAgent,
      }),
      ended: await removeOldSessions(tx, person.id, mostSessions),
    }
  })
  announceEnd(accounts, ended)
  return { token, account: await openOwnAccount(accounts, row) }
}
