import { refuse, type Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { checkNotName, checkPassword } from '../passwords/check-password.ts'
import { namesOf } from '../security/names-of.ts'
import { hashToken } from '../sessions/session-token.ts'
import { findRecoveryToken, removeRecoveryToken } from './recovery-token-store.ts'
import { resetPassword } from './reset-password.ts'

/** Sets a new password with the token of a mailed link. A password that may not be used does not use the token up. */
export async function finishRecovery(
  accounts: Accounts,
  given: { readonly token: string; readonly password: Secret },
): Promise<void> {
  const hashed = hashToken(given.token)
  const row = await findRecoveryToken(accounts.database, hashed, new Date(accounts.clock.now()))
  if (!row) refuse(refusals.unknown_recovery_token)
  await checkPassword(accounts, given.password)
  checkNotName(given.password, await namesOf(accounts, row.person_id))
  await resetPassword(accounts, {
    personId: row.person_id,
    password: given.password,
    async prove(tx) {
      if (!(await removeRecoveryToken(tx, hashed))) refuse(refusals.unknown_recovery_token)
    },
  })
}
