import { refuse } from '@alles/platform/contract'
import type { Actor, Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { createGroup } from './create-group.ts'
import { listConversations } from './list-conversations.ts'
import { openDirect } from './open-direct.ts'
import { addRecipient, removeRecipient } from './recipients.ts'
import { showConversation } from './show-conversation.ts'

export function conversationRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listConversations, async (_, { actor }) =>
    actor.bot ? [] : listConversations(chat, actor.accountId),
  )
  routes.answer(contract.openConversation, async ({ recipient_id: one, recipients }, { actor }) => {
    const guild = await open(chat, actor, one ? [one] : recipients)
    return showConversation(chat, actor.accountId, guild)
  })
  routes.answer(contract.addRecipient, ({ channelId, userId }, { actor }) =>
    addRecipient(chat, actor, { channelId, accountId: userId }),
  )
  routes.answer(contract.removeRecipient, ({ channelId, userId }, { actor }) =>
    removeRecipient(chat, actor, { channelId, accountId: userId }),
  )
}

function open(chat: Chat, by: Actor, others: readonly string[] | null | undefined) {
  if (!others) return refuse(contract.conversationRefusals.invalid_recipient)
  const [one, ...more] = others
  return one !== undefined && more.length === 0 ? openDirect(chat, by, one) : createGroup(chat, by, others)
}
