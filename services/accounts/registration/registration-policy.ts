import { refuse, type Secret } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import { isPassword } from '../passwords/password-policy.ts'
import { foldUsername, isReservedName, isUsername } from '../usernames/username-policy.ts'

/** Who may open an account. `approval` and `invite` have no way in yet and refuse like `closed`. */
export type RegistrationMode = 'open' | 'approval' | 'invite' | 'closed'

const youngest = 13

/** How long a browser that was refused for age stays refused. */
export const ageGateSeconds = 24 * 60 * 60

export function isOldEnough(age: number): boolean {
  return age >= youngest
}

export function isOpen(mode: RegistrationMode): boolean {
  return mode === 'open'
}

/** The folded name, if this name and password may be used at all; whether the name is free is not looked at. */
export function checkCredentials(username: string, password: Secret): string {
  const folded = foldUsername(username)
  if (!isUsername(folded)) refuse(refusals.invalid_username, fault('username', 'invalid_username'))
  if (isReservedName(folded)) refuse(refusals.reserved_username, fault('username', 'reserved_username'))
  if (!isPassword(password, folded)) refuse(refusals.invalid_password, fault('password', 'invalid_password'))
  return folded
}

function fault(field: string, code: keyof typeof refusals) {
  return { faults: [{ path: [field], sentence: refusals[code].sentence }] }
}
