import type { Accounts } from '../accounts.ts'
import { sessionEnded, sessionsTopic } from '../contract/index.ts'
import { listAccountIds } from './session-store.ts'

/** Tells everybody that sessions of a person ended, this process first. */
export async function announceEnd(
  accounts: Accounts,
  personId: string,
  ended: readonly string[],
): Promise<void> {
  if (ended.length === 0) return
  for (const sessionId of ended) accounts.sessions.evictSession(sessionId)
  const accountIds = await listAccountIds(accounts.database, personId)
  for (const sessionId of ended) accounts.bus.publish(sessionsTopic, sessionEnded, { sessionId, accountIds })
}
