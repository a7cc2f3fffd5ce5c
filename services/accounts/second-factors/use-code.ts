import type { Accounts } from '../accounts.ts'
import type { PersonRow } from '../people/person-store.ts'
import { hashRecoveryCode } from './recovery-code.ts'
import { removeRecoveryCode } from './recovery-code-store.ts'
import { useTotpCode } from './use-totp-code.ts'

/** Whether this is a code of the person's authenticator app, or a recovery code. Either counts once. */
export async function useCode(accounts: Accounts, person: PersonRow, code: string): Promise<boolean> {
  const digits = code.replaceAll(/[\s-]/g, '')
  if (/^\d{6}$/.test(digits)) return useTotpCode(accounts, person, digits)
  const hashed = hashRecoveryCode(code)
  return hashed !== null && removeRecoveryCode(accounts.database, person.id, hashed)
}
