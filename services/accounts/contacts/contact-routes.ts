import type { Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import * as contract from '../contract/index.ts'
import { askForVerification } from './ask-for-verification.ts'
import { getOwnContacts, removeOwnContact, resendVerification, setOwnContact } from './own-contacts.ts'
import { verifyContact } from './verify-contact.ts'

export function answerContacts(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.getMyContact, (_, { session }) => getOwnContacts(accounts, session.personId))
  routes.answer(contract.setMyContact, (input, { session }) =>
    setOwnContact(accounts, session.personId, input),
  )
  routes.answer(contract.resendVerification, (_, { session }) =>
    resendVerification(accounts, session.personId),
  )
  routes.answer(contract.askForVerification, ({ username }) => askForVerification(accounts, username))
  routes.answer(contract.verifyContact, ({ token }) => verifyContact(accounts, token))
  routes.answer(contract.removeMyContact, (_, { session }) => removeOwnContact(accounts, session.personId))
}
