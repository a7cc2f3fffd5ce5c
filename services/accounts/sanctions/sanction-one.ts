import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import {
  accessRevoked,
  personChanged,
  sessionsTopic,
  standingChanged,
  standingsTopic,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { announceEnd } from '../sessions/announce-end.ts'
import { removeSessionsOf } from '../sessions/session-store.ts'
import { hasAccountInGoodStanding, updateSuspended } from './sanction-store.ts'

export interface Sanction {
  readonly accountId: string
  readonly personId: string
  readonly suspended: boolean
}

export interface SanctionOutcome {
  readonly changed: boolean
  readonly endedSessions: readonly string[]
}

/**
 * Suspends one account, or takes it back, as part of `tx`. Sessions of its person go on as their other accounts; with
 * the last account that may act, they end. Does nothing twice.
 */
export async function sanctionOne(
  accounts: Accounts,
  tx: Transaction<Schema>,
  { accountId, personId, suspended }: Sanction,
): Promise<SanctionOutcome> {
  const since = suspended ? new Date(accounts.clock.now()) : null
  const changed = await updateSuspended(tx, accountId, since)
  if (!changed || !suspended) return { changed, endedSessions: [] }
  await accounts.jobs.emit(tx, accessRevoked, { accountId })
  const goesOn = await hasAccountInGoodStanding(tx, personId)
  return { changed, endedSessions: goesOn ? [] : await removeSessionsOf(tx, personId) }
}

/** After the commit. */
export function announceSanction(
  accounts: Accounts,
  { accountId, personId }: Sanction,
  { changed, endedSessions }: SanctionOutcome,
): void {
  if (!changed) return
  announceEnd(accounts, endedSessions)
  accounts.sessions.evictPerson(personId)
  accounts.bus.publish(sessionsTopic, personChanged, { personId })
  accounts.bus.publish(standingsTopic, standingChanged, { accountId })
}
