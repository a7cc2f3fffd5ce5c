import type { Accounts } from '../accounts.ts'
import { sessionEnded, sessionsTopic } from '../contract/index.ts'

/** Tells everybody that sessions of one person ended, this process first. Cannot fail: the rows are gone already. */
export function announceEnd({ sessions, bus }: Accounts, ended: readonly string[]): void {
  for (const sessionId of ended) sessions.evictSession(sessionId)
  const together = ended.length > 1
  for (const sessionId of ended)
    bus.publish(sessionsTopic, sessionEnded, { sessionId, ...(together && { together }) })
}
