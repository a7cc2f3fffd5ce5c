import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { personChanged, profileChanged, profilesTopic, sessionsTopic } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { announceEnd } from '../sessions/announce-end.ts'
import { moveSessions, removeSessionsAs } from '../sessions/session-store.ts'
import { findById, listAccountRows, reserveName, updateForgotten } from './account-store.ts'

const reservedForMs = 90 * 24 * 60 * 60_000

/**
 * This service's own part of an erasure, before the rows go. Sessions that act as the account move to the person's next
 * one, or end where there is none. The name stays reserved for 90 days. Does nothing twice.
 */
export async function forgetAccount(accounts: Accounts, accountId: string): Promise<void> {
  const account = await findById(accounts.database, accountId)
  if (!account) return
  const now = accounts.clock.now()
  const ended = await accounts.database.transaction(async (tx) => {
    await reserveName(tx, accountId, new Date(now + reservedForMs))
    await updateForgotten(tx, accountId, new Date(now))
    return leaveSessions(tx, accountId, account.person_id)
  })
  announceEnd(accounts, ended)
  if (account.person_id !== null) {
    // Any session of theirs may have named the account.
    accounts.sessions.evictPerson(account.person_id)
    accounts.bus.publish(sessionsTopic, personChanged, { personId: account.person_id })
  }
  accounts.directory.evict(accountId)
  accounts.bus.publish(profilesTopic, profileChanged, { accountId, gone: true })
}

/** Answers the sessions that ended. */
async function leaveSessions(
  tx: Transaction<Schema>,
  accountId: string,
  personId: string | null,
): Promise<string[]> {
  if (personId === null) return []
  const [next] = await listAccountRows(tx, personId)
  if (!next) return removeSessionsAs(tx, accountId)
  await moveSessions(tx, accountId, next.id)
  return []
}
