import { refuse, type RefusalKind } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import type { SignInRow } from '../security/sign-in-store.ts'
import { countTry, isTooMany, type Counted } from '../sessions/try-limit.ts'
import { useCode } from './use-code.ts'

export interface SecondFactorTry {
  readonly code: string | null
  /** What is said where a code is needed and none was given. */
  readonly missing: RefusalKind
  /** What a wrong code counts against, beside the person. */
  readonly counted: readonly Counted[]
  /** Absent where there is no way to ask for a proof of work; `counted` must be enough there. */
  readonly hasProof?: () => Promise<boolean>
}

/** A password alone does not suffice where there is TOTP or a passkey. */
export function hasSecondFactor(person: Pick<SignInRow, 'has_totp' | 'has_passkey'>): boolean {
  return person.has_totp || person.has_passkey
}

/**
 * Refuses unless the person has no second factor, or the code is right. After many wrong codes each further one costs a
 * proof of work; nobody is shut out.
 */
export async function checkSecondFactor(
  accounts: Accounts,
  person: SignInRow,
  given: SecondFactorTry,
): Promise<void> {
  if (!hasSecondFactor(person)) return
  const { code } = given
  if (code === null || code.trim() === '') refuse(given.missing)
  const codes: Counted = [accounts.tries.codes, person.id]
  const { hasProof } = given
  const mustProve = hasProof !== undefined && isTooMany(codes)
  const right = await countTry([codes, ...given.counted], async () => {
    if (mustProve && !(await hasProof())) refuse(refusals.proof_of_work_required)
    return useCode(accounts, person, code)
  })
  if (!right) refuse(refusals.wrong_code)
}
