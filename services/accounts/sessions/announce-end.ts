import type { Accounts } from '../accounts.ts'
import { sessionEnded, sessionsTopic } from '../contract/index.ts'
import { listAccountIds } from './session-store.ts'

/**
 * Tells everybody that sessions ended, this process first. `also` names accounts of the person that are no longer
 * listed.
 */
export async function announceEnd(
  accounts: Accounts,
  personId: string,
  ended: readonly string[],
  also: readonly string[] = [],
): Promise<void> {
  if (ended.length === 0) return
  for (const sessionId of ended) accounts.sessions.evictSession(sessionId)
  const accountIds = [...new Set([...(await listAccountIds(accounts.database, personId)), ...also])]
  for (const sessionId of ended) accounts.bus.publish(sessionsTopic, sessionEnded, { sessionId, accountIds })
}
