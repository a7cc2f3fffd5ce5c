import { refuse, type Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { createPerson } from '../people/create-person.ts'
import { openOwnAccount } from '../people/own-account.ts'
import type { SignedIn } from '../sessions/sign-in.ts'
import { startSession } from '../sessions/start-session.ts'
import { insertUsedChallenge } from './challenge-store.ts'
import { checkCredentials, isOldEnough, isOpen } from './registration-policy.ts'

export interface Registration {
  readonly username: string
  readonly password: Secret
  readonly displayName: string | null
  readonly email: string | null
  /** Judged here and kept nowhere. */
  readonly age: number
  /** The answer to a challenge. */
  readonly altcha: string
  /** Whether this browser was refused for age within the last day. */
  readonly refusedForAge: boolean
  readonly userAgent: string | undefined
}

/** Opens an account and signs in. The age is judged before anything else is looked at. */
export async function createAccount(accounts: Accounts, given: Registration): Promise<SignedIn> {
  if (given.refusedForAge || !isOldEnough(given.age)) refuse(refusals.too_young)
  if (!isOpen(accounts.registration)) refuse(refusals.registration_closed)
  if (given.email !== null) refuse(refusals.email_not_available)
  const username = checkCredentials(given.username, given.password)
  await useChallenge(accounts, given.altcha)
  let token: Secret | undefined
  const { account } = await createPerson(
    accounts,
    { username, password: given.password, displayName: given.displayName?.trim() || null },
    async (tx, created) => {
      token = await startSession(accounts, tx, {
        personId: created.personId,
        personKey: created.personKey,
        accountId: created.account.id,
        userAgent: given.userAgent,
      })
    },
  )
  if (!token) throw new Error('no session was started for a new account')
  return { token, account: await openOwnAccount(accounts, account) }
}

/** A challenge counts once, whatever becomes of the rest. */
async function useChallenge(accounts: Accounts, altcha: string): Promise<void> {
  const solved = await accounts.challenges.check(altcha)
  if (!solved || !(await insertUsedChallenge(accounts.database, solved))) refuse(refusals.bad_captcha)
}
