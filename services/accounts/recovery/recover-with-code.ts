import { refuse, type Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { checkNotName, checkPassword } from '../passwords/check-password.ts'
import { hashRecoveryCode } from '../second-factors/recovery-code.ts'
import { hasRecoveryCode, removeRecoveryCode } from '../second-factors/recovery-code-store.ts'
import { findLogin } from '../security/find-login.ts'
import { namesOf } from '../security/names-of.ts'
import type { SignInRow } from '../security/sign-in-store.ts'
import { countTry, refuseTooMany, type Counted } from '../sessions/try-limit.ts'
import { resetPassword } from './reset-password.ts'

export interface CodeRecovery {
  readonly login: string
  readonly code: string
  readonly password: Secret
  /** Where the request comes from: what failed tries count against. */
  readonly network: string
}

/** Nobody has this id. */
const nobody = '0'

/**
 * Sets a new password with one of the recovery codes. An unknown name and a wrong code are refused with the same words
 * after the same queries; codes cannot be guessed, so none is ever asked for a proof of work. A password that may not be
 * used does not use the code up.
 */
export async function recoverWithCode(accounts: Accounts, given: CodeRecovery): Promise<void> {
  await checkPassword(accounts, given.password)
  const hashed = hashRecoveryCode(given.code) ?? Buffer.alloc(0)
  const network: Counted = [accounts.tries.networks, given.network]
  refuseTooMany(network)
  let person: SignInRow | undefined
  await countTry([network], async () => {
    const [named] = await findLogin(accounts, given.login)
    if (await hasRecoveryCode(accounts.database, named?.id ?? nobody, hashed)) person = named
    return person !== undefined
  })
  if (!person) refuse(refusals.wrong_recovery_code)
  const { id } = person
  checkNotName(given.password, await namesOf(accounts, id))
  await resetPassword(accounts, {
    personId: id,
    password: given.password,
    async prove(tx) {
      if (!(await removeRecoveryCode(tx, id, hashed))) refuse(refusals.wrong_recovery_code)
    },
  })
}
