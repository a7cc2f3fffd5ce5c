import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { askFriend } from './ask-friend.ts'
import { blockAccount } from './block-account.ts'
import { deleteRelationship } from './delete-relationship.ts'
import { listRelationships } from './list-relationships.ts'

export function relationshipRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listRelationships, (_, { actor }) => {
    if (actor.bot) refuse(contract.refusals.people_only)
    return listRelationships(chat, actor.accountId)
  })
  routes.answer(contract.requestFriend, async ({ username }, { actor }) => {
    const account = await chat.accounts.findAccount({ username })
    await askFriend(chat, actor, account?.accountId ?? refuse(contract.relationshipRefusals.unknown_name))
  })
  routes.answer(contract.putRelationship, ({ userId, type }, { actor }) =>
    type === 2 ? blockAccount(chat, actor, userId) : askFriend(chat, actor, userId),
  )
  routes.answer(contract.deleteRelationship, ({ userId }, { actor }) =>
    deleteRelationship(chat, actor, userId),
  )
}
