import type { Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { approveApplicant } from '../applicants/approve-applicant.ts'
import { listApplicants } from '../applicants/list-applicants.ts'
import { refuseApplicant } from '../applicants/refuse-applicant.ts'
import * as contract from '../contract/index.ts'
import { checkInvitation } from '../invitations/check-invitation.ts'
import { createInvitation } from '../invitations/create-invitation.ts'
import { deleteInvitation } from '../invitations/delete-invitation.ts'
import { listInvitations } from '../invitations/list-invitations.ts'
import { editRegistrationRules } from './edit-registration-rules.ts'

export function answerInstance(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.getRegistrationRules, () => accounts.rules.get())
  routes.answer(contract.editRegistrationRules, (input) =>
    editRegistrationRules(accounts, { mode: input.mode, secondaryAccounts: input.secondary_accounts }),
  )
  routes.answer(contract.listApplicants, async () => ({ applicants: await listApplicants(accounts) }))
  routes.answer(contract.approveApplicant, ({ id }) => approveApplicant(accounts, id))
  routes.answer(contract.refuseApplicant, ({ id }) => refuseApplicant(accounts, id))
  routes.answer(contract.createInvitation, async (input, exchange) => ({
    invitation: await createInvitation(accounts, {
      personId: exchange.session.personId,
      uses: input.uses,
      days: input.days,
      note: input.note?.trim() || null,
    }),
  }))
  routes.answer(contract.listInvitations, async () => ({ invitations: await listInvitations(accounts) }))
  routes.answer(contract.deleteInvitation, ({ id }) => deleteInvitation(accounts, id))
  routes.answer(contract.checkInvitation, async ({ code }) => ({
    good: await checkInvitation(accounts, code),
  }))
}
