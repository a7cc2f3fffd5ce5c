import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { notify } from '../contacts/notify.ts'
import { refusals } from '../contract/index.ts'
import { updateApproved } from './applicant-store.ts'

/** Lets somebody in who waits, and tells them. What they wrote for whoever decides is deleted. */
export async function approveApplicant(accounts: Accounts, accountId: string): Promise<void> {
  await accounts.database.transaction(async (tx) => {
    const personId = await updateApproved(tx, accountId)
    if (personId === undefined) refuse(refusals.unknown_applicant)
    await notify(accounts, tx, { personId, content: { template: 'registration_approved' } })
  })
}
