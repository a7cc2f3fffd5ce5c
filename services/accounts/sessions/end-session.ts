import type { Accounts } from '../accounts.ts'
import { announceEnd } from './announce-end.ts'
import { removeSession } from './session-store.ts'

/** Signs a person out of one of their sessions; false where there is no such session. */
export async function endSession(accounts: Accounts, personId: string, sessionId: string): Promise<boolean> {
  if (!(await removeSession(accounts.database, sessionId, personId))) return false
  announceEnd(accounts, [sessionId])
  return true
}
