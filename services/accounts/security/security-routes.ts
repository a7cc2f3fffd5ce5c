import type { Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import * as contract from '../contract/index.ts'
import { confirmTotp } from '../second-factors/confirm-totp.ts'
import { renewRecoveryCodes } from '../second-factors/give-recovery-codes.ts'
import { removeTotp } from '../second-factors/remove-totp.ts'
import { startTotp } from '../second-factors/start-totp.ts'
import { endOtherSessions } from './end-other-sessions.ts'
import { getSecurity } from './get-security.ts'
import { removePassword } from './remove-password.ts'
import { secureAccount } from './secure-account.ts'
import { setPassword } from './set-password.ts'

export function answerSecurity(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.getSecurity, (_, { session }) => getSecurity(accounts, session.personId))
  routes.answer(contract.setPassword, (input, { session }) => setPassword(accounts, session, input.password))
  routes.answer(contract.removePassword, (_, { session }) => removePassword(accounts, session.personId))
  routes.answer(contract.startTotp, (_, { session }) => startTotp(accounts, session.personId))
  routes.answer(contract.confirmTotp, async (input, { session }) => ({
    recovery_codes: await confirmTotp(accounts, session.personId, input.code),
  }))
  routes.answer(contract.removeTotp, (_, { session }) => removeTotp(accounts, session.personId))
  routes.answer(contract.renewRecoveryCodes, async (_, { session }) => ({
    recovery_codes: await renewRecoveryCodes(accounts, session.personId),
  }))
  routes.answer(contract.secureAccount, async (_, { session }) => ({
    sessions_ended: await secureAccount(accounts, session),
  }))
  routes.answer(contract.endOtherSessions, async (_, { session }) => ({
    sessions_ended: await endOtherSessions(accounts, session),
  }))
}
