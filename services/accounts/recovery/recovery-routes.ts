import { limitKey, type Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import * as contract from '../contract/index.ts'
import { finishRecovery } from './finish-recovery.ts'
import { recoverWithCode } from './recover-with-code.ts'
import { startRecovery } from './start-recovery.ts'

export function answerRecovery(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.startRecovery, ({ login }) => startRecovery(accounts, login))
  routes.answer(contract.finishRecovery, (input) => finishRecovery(accounts, input))
  routes.answer(contract.recoverWithCode, (input, exchange) =>
    recoverWithCode(accounts, {
      login: input.login,
      code: input.recovery_code,
      password: input.password,
      network: limitKey(exchange.address),
    }),
  )
}
