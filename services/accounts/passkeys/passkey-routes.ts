import { limitKey, type Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import * as contract from '../contract/index.ts'
import { replaceSession } from '../sessions/replace-session.ts'
import { addPasskey } from './add-passkey.ts'
import { confirmWithPasskey, startPasskeyConfirmation } from './confirm-with-passkey.ts'
import { removePasskey } from './remove-passkey.ts'
import { renamePasskey } from './rename-passkey.ts'
import { signInWithPasskey, startPasskeySignIn } from './sign-in-with-passkey.ts'
import { startPasskey } from './start-passkey.ts'

/** The library's options are JSON already. */
const asJson = (options: object) => ({ options: { ...options } })

export function answerPasskeys(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.startPasskey, async (_, exchange) =>
    asJson(await startPasskey(accounts, exchange.session)),
  )
  routes.answer(contract.addPasskey, async (input, exchange) => {
    const added = await addPasskey(accounts, exchange.session, input)
    return { passkey: added.passkey, recovery_codes: added.recoveryCodes }
  })
  routes.answer(contract.renamePasskey, async (input, exchange) => ({
    passkey: await renamePasskey(accounts, exchange.session.personId, input),
  }))
  routes.answer(contract.removePasskey, (input, exchange) =>
    removePasskey(accounts, exchange.session.personId, input.id),
  )
  routes.answer(contract.startPasskeySignIn, async () => asJson(await startPasskeySignIn(accounts)))
  routes.answer(contract.signInWithPasskey, async (input, exchange) => {
    const { token, account } = await signInWithPasskey(accounts, {
      response: input.response,
      network: limitKey(exchange.address),
      userAgent: exchange.header('user-agent'),
    })
    await replaceSession(accounts, exchange, token)
    return { account }
  })
  routes.answer(contract.startPasskeyConfirmation, async (_, exchange) =>
    asJson(await startPasskeyConfirmation(accounts, exchange.session)),
  )
  routes.answer(contract.confirmWithPasskey, (input, exchange) =>
    confirmWithPasskey(accounts, exchange.session, input.response),
  )
}
