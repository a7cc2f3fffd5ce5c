import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals, standingChanged, standingsTopic } from '../contract/index.ts'
import { announceEnd } from '../sessions/announce-end.ts'
import { listAccountIds, removeSessionsOf } from '../sessions/session-store.ts'
import { findById } from './account-store.ts'
import { updateSuspension } from './person-store.ts'

/** Ends all sessions of the person behind an account, stops their bots and refuses sign-in, until it is taken back. */
export async function suspendPerson(
  accounts: Accounts,
  accountId: string,
  suspended: boolean,
): Promise<void> {
  const personId = await getPersonOf(accounts, accountId)
  const since = suspended ? new Date(accounts.clock.now()) : null
  const { ended, accountIds } = await accounts.database.transaction(async (tx) => {
    await updateSuspension(tx, personId, since)
    return {
      ended: suspended ? await removeSessionsOf(tx, personId) : [],
      accountIds: await listAccountIds(tx, personId),
    }
  })
  announceEnd(accounts, ended)
  for (const id of accountIds) accounts.bus.publish(standingsTopic, standingChanged, { accountId: id })
}

/** The person behind an account; refuses where there is none. */
export async function getPersonOf(accounts: Accounts, accountId: string): Promise<string> {
  const account = await findById(accounts.database, accountId)
  if (!account) refuse(refusals.no_such_account)
  if (account.person_id === null) refuse(refusals.not_a_person)
  return account.person_id
}
