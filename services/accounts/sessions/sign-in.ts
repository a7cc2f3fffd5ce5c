import { refuse, type Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals, type Account } from '../contract/index.ts'
import { checkSecondFactor } from '../second-factors/check-second-factor.ts'
import { findLogin, tryKey } from '../security/find-login.ts'
import { proofIn } from '../security/proof-of-work.ts'
import type { SignInRow } from '../security/sign-in-store.ts'
import { enter } from './enter.ts'
import { matchPassword } from './match-password.ts'
import { countTry, isTooMany, refuseTooMany, type Counted } from './try-limit.ts'

export interface SignInTry {
  readonly login: string
  readonly password: Secret
  /** Of a second factor. */
  readonly code: string | null
  /** The answer to a challenge. */
  readonly altcha: string | null
  /** An IPv4 address, or the /64 network of an IPv6 one: what one caller has. */
  readonly network: string
  readonly userAgent: string | undefined
}

export interface SignedIn {
  readonly token: Secret
  readonly account: Account
}

/**
 * Signs in. An unknown name costs the same work as a wrong password and is refused with the same words; after many
 * failed tries for a name, whether or not it exists, each further one costs whoever tries a proof of work.
 */
export async function signIn(accounts: Accounts, given: SignInTry): Promise<SignedIn> {
  const key = await tryKey(accounts, given.login)
  const name: Counted = [accounts.tries.names, key]
  const network: Counted = [accounts.tries.networks, given.network]
  const hasProof = proofIn(accounts, given.altcha)
  // From looking to counting nothing waits: of many tries at once none slips through.
  refuseTooMany(network)
  const mustProve = isTooMany(name)
  let person: SignInRow | undefined
  let password: Buffer | null = null
  await countTry([network, name], async () => {
    if (mustProve && !(await hasProof())) refuse(refusals.proof_of_work_required)
    ;[person] = await findLogin(accounts, given.login)
    password = await matchPassword(accounts, person, given.password)
    return password !== null
  })
  if (!person || !password) refuse(refusals.wrong_credentials)
  await checkSecondFactor(accounts, person, {
    code: given.code,
    missing: refusals.second_factor_required,
    counted: [network],
    hasProof,
  })
  return enter(accounts, person, { userAgent: given.userAgent, password })
}
