import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { acknowledge, acknowledgeMany } from './acknowledge.ts'

export function readStateRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.acknowledgeMessage, async (input, { actor }) => {
    await acknowledge(chat, actor, {
      channelId: input.channelId,
      messageId: input.messageId,
      ...(input.manual === true && { manual: { mentionCount: input.mention_count ?? 0 } }),
    })
    return { token: null }
  })
  routes.answer(contract.acknowledgeMany, ({ read_states }, { actor }) =>
    acknowledgeMany(
      chat,
      actor,
      read_states.map((one) => ({ channelId: one.channel_id, messageId: one.message_id })),
    ),
  )
}
