import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { conversationRefusals, mostRecipients, refusals, type GuildState } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { conversationEvents } from './conversation-events.ts'
import { foundConversation, lockAccounts, planConversation } from './found-conversation.ts'
import { requirePeople } from './require-people.ts'

/** Makes a group of a person and friends of theirs. */
export async function createGroup(chat: Chat, by: Actor, others: readonly string[]): Promise<GuildState> {
  if (by.bot) refuse(refusals.people_only)
  const accountIds = [by.accountId, ...others]
  if (new Set(accountIds).size !== accountIds.length) refuse(conversationRefusals.invalid_recipient)
  if (accountIds.length > mostRecipients) refuse(conversationRefusals.too_many_recipients)
  await requirePeople(chat, by, others)
  const planned = await planConversation(chat, 3, accountIds)
  return changeAndTell(chat, {
    async apply(tx) {
      await lockAccounts(tx, accountIds)
      await foundConversation(chat, tx, planned)
    },
    about: () => ({ guild: planned.id }),
    async tell() {
      const guild = (await chat.guilds.reload(planned.id)) ?? refuse(refusals.unknown_channel)
      publish(chat.bus, await conversationEvents(chat, 'CHANNEL_CREATE', { guild, accountIds }))
      return guild
    },
  })
}
