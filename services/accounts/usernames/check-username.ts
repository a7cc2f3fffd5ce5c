import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import { foldUsername, isReservedName, isUsername } from './username-policy.ts'

/** The folded name, if it may be used at all; whether it is free is not looked at. */
export function checkUsername(username: string): string {
  const folded = foldUsername(username)
  if (!isUsername(folded)) refuse(refusals.invalid_username, fault('invalid_username'))
  if (isReservedName(folded)) refuse(refusals.reserved_username, fault('reserved_username'))
  return folded
}

function fault(code: 'invalid_username' | 'reserved_username') {
  return { faults: [{ path: ['username'], sentence: refusals[code].sentence }] }
}
