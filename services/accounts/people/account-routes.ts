import type { Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import * as contract from '../contract/index.ts'
import { listAccountRows } from './account-store.ts'
import { editAccount } from './edit-account.ts'
import { openOwnAccounts } from './own-account.ts'

export function answerAccounts(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.editAccount, async (input, exchange) => ({
    account: await editAccount(accounts, exchange.actor.accountId, {
      displayName: input.display_name,
      bio: input.bio,
      pronouns: input.pronouns,
      color: input.color,
      public: input.public,
      avatar: input.avatar,
      banner: input.banner,
    }),
  }))
  routes.answer(contract.listMyAccounts, async (_, exchange) => {
    const rows = await listAccountRows(accounts.database, exchange.session.personId)
    return { accounts: await openOwnAccounts(accounts, rows) }
  })
}
