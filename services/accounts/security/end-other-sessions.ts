import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { announceEnd } from '../sessions/announce-end.ts'
import { removeOtherSessions } from '../sessions/session-store.ts'

/** Signs a person out everywhere but here; answers of how many places. */
export async function endOtherSessions(accounts: Accounts, session: SessionInfo): Promise<number> {
  const ended = await removeOtherSessions(accounts.database, session.personId, session.id)
  announceEnd(accounts, ended)
  return ended.length
}
