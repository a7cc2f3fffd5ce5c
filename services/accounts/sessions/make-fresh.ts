import type { Accounts } from '../accounts.ts'
import { sessionChanged, sessionsTopic } from '../contract/index.ts'
import { updateProved } from './session-store.ts'

/** Notes that whoever has this session just proved who they are. */
export async function makeFresh(accounts: Accounts, sessionId: string): Promise<void> {
  await updateProved(accounts.database, sessionId, new Date(accounts.clock.now()))
  accounts.sessions.evictSession(sessionId)
  accounts.bus.publish(sessionsTopic, sessionChanged, { sessionId })
}
