import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'

export function userRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.getMe, async (_, { actor }) => {
    const [profile] = await chat.accounts.profiles({ ids: [actor.accountId] })
    return profile ? contract.renderCurrentUser(profile) : refuse(contract.refusals.unknown_user)
  })
  routes.answer(contract.getUser, async ({ userId }) => {
    const users = await chat.authors.usersOfAccounts([userId])
    return users.get(userId) ?? refuse(contract.refusals.unknown_user)
  })
}
