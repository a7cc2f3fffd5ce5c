import type { Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import * as contract from '../contract/index.ts'
import { getProfile } from '../profiles/get-profile.ts'
import { changeUsername } from '../usernames/change-username.ts'
import { createSecondary } from './create-secondary.ts'
import { makePrimary } from './make-primary.ts'

export function answerFaces(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.createSecondary, async (input, exchange) => ({
    account: await createSecondary(accounts, exchange.session.personId, {
      username: input.username,
      displayName: input.display_name ?? null,
    }),
  }))
  routes.answer(contract.makePrimary, async ({ id }, exchange) => ({
    account: await makePrimary(accounts, exchange.session.personId, id),
  }))
  routes.answer(contract.changeUsername, async ({ username }, exchange) => ({
    account: await changeUsername(accounts, exchange.actor.accountId, username),
  }))
  routes.answer(contract.getProfile, async ({ username }, exchange) => ({
    profile: await getProfile(accounts, username, exchange.caller?.actor.accountId ?? null),
  }))
}
