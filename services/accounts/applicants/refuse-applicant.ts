import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { letLeave, removeDueContacts } from '../contacts/leaving.ts'
import { refusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { destroyKeys, tellRefused } from '../tasks.ts'
import { removeApplicant, type RemovedApplicant } from './applicant-store.ts'

/**
 * Does not let somebody in, and tells them: all that was kept of them is deleted, their keys by a job, a verified address
 * once that mail has left. Their name is free again.
 */
export async function refuseApplicant(accounts: Accounts, accountId: string): Promise<void> {
  await accounts.database.transaction(async (tx) => {
    const removed = await removeApplicant(tx, accountId)
    if (!removed) refuse(refusals.unknown_applicant)
    await accounts.jobs.add(tx, destroyKeys, { ids: [...removed.keys] })
    await leaveContacts(accounts, tx, removed)
  })
  await removeDueContacts(accounts)
}

async function leaveContacts(
  accounts: Accounts,
  tx: Transaction<Schema>,
  { contact, pending }: RemovedApplicant,
): Promise<void> {
  if (pending !== null) await letLeave(accounts, tx, { contact: pending, personId: null, at: 'once' })
  if (contact === null) return
  await accounts.jobs.add(tx, tellRefused, { contact })
  await letLeave(accounts, tx, { contact, personId: null, at: 'leisure' })
}
