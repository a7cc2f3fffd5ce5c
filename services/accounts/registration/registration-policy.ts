import { refuse, type Secret } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import { isPassword } from '../passwords/password-policy.ts'
import { checkUsername } from '../usernames/check-username.ts'

const youngest = 13

/** How long a browser that was refused for age stays refused. */
export const ageGateSeconds = 24 * 60 * 60

export function isOldEnough(age: number): boolean {
  return age >= youngest
}

/** The folded name, if this name and password may be used at all; whether the name is free is not looked at. */
export function checkCredentials(username: string, password: Secret): string {
  const folded = checkUsername(username)
  if (!isPassword(password, folded))
    refuse(refusals.invalid_password, {
      faults: [{ path: ['password'], sentence: refusals.invalid_password.sentence }],
    })
  return folded
}
