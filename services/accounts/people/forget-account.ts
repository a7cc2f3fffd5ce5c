import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { personChanged, profileChanged, profilesTopic, sessionsTopic } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { lockPerson, updatePrimary } from '../faces/face-store.ts'
import { announceEnd } from '../sessions/announce-end.ts'
import { moveSessions, removeSessionsAs } from '../sessions/session-store.ts'
import { reservedForMs } from '../usernames/username-policy.ts'
import { reserveName } from '../usernames/username-store.ts'
import { findById, listAccountRows, updateForgotten } from './account-store.ts'

/**
 * This service's own part of an erasure, before the rows go. Sessions that act as the account move to the person's next
 * one, or end where there is none; should it be the primary one, the next becomes that too. The name stays reserved for
 * 90 days. Does nothing twice.
 */
export async function forgetAccount(accounts: Accounts, accountId: string): Promise<void> {
  const account = await findById(accounts.database, accountId)
  if (!account) return
  const now = accounts.clock.now()
  const ended = await accounts.database.transaction(async (tx) => {
    if (account.person_id !== null) await lockPerson(tx, account.person_id)
    await reserveName(tx, accountId, new Date(now + reservedForMs))
    await updateForgotten(tx, accountId, new Date(now))
    return account.person_id === null ? [] : giveWay(tx, accountId, account.person_id)
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

/** Lets the person's next account take the place of one. Answers the sessions that ended because there is none. */
async function giveWay(tx: Transaction<Schema>, accountId: string, personId: string): Promise<string[]> {
  const [next] = await listAccountRows(tx, personId)
  if (!next) return removeSessionsAs(tx, accountId)
  if (next.kind !== 'primary') await updatePrimary(tx, personId, next.id)
  await moveSessions(tx, accountId, next.id)
  return []
}
