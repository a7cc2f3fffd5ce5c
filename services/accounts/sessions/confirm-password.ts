import { refuse, type Secret } from '@alles/platform/contract'
import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { checkSecondFactor } from '../second-factors/check-second-factor.ts'
import { findForSignIn, type SignInRow } from '../security/sign-in-store.ts'
import { makeFresh } from './make-fresh.ts'
import { matchPassword } from './match-password.ts'
import { countTry, refuseTooMany, type Counted } from './try-limit.ts'

/**
 * Makes a session fresh. Failed tries count against this session: whoever took it over cannot keep the person from
 * confirming elsewhere.
 */
export async function confirmPassword(
  accounts: Accounts,
  session: SessionInfo,
  given: { readonly password: Secret; readonly code: string | null },
): Promise<void> {
  const counted: Counted = [accounts.tries.sessions, session.id]
  refuseTooMany(counted)
  let person: SignInRow | undefined
  const right = await countTry([counted], async () => {
    person = await findForSignIn(accounts.database, session.personId)
    return (await matchPassword(accounts, person, given.password)) !== null
  })
  if (!person || !right) refuse(refusals.wrong_password)
  await checkSecondFactor(accounts, person, {
    code: given.code,
    missing: refusals.code_required,
    counted: [counted],
  })
  await makeFresh(accounts, session.id)
}
