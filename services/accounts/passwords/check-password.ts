import { refuse, type RefusalKind, type Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { isLongEnough, isPassword } from './password-policy.ts'

/**
 * Refuses a password that is too short or too long, or among the most leaked (NIST SP 800-63B, 3.1.1.2): wherever one
 * is set. No rule asks for kinds of characters.
 */
export async function checkPassword(accounts: Accounts, password: Secret): Promise<void> {
  if (!isLongEnough(password)) refusePassword(refusals.invalid_password)
  if (await accounts.leaked.has(password)) refusePassword(refusals.leaked_password)
}

/** Refuses a password that is one of the person's names. `names` are folded. */
export function checkNotName(password: Secret, names: readonly string[]): void {
  if (!names.every((name) => isPassword(password, name))) refusePassword(refusals.invalid_password)
}

function refusePassword(kind: RefusalKind): never {
  refuse(kind, { faults: [{ path: ['password'], sentence: kind.sentence }] })
}
