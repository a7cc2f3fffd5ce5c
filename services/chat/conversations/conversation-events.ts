import type { Chat } from '../chat.ts'
import type { Dispatch, GuildState, RecipientState } from '../contract/index.ts'
import { showConversation } from './show-conversation.ts'

/** The accounts in a conversation that have not put it away. */
export function accountsIn({ recipients }: Pick<GuildState, 'recipients'>): string[] {
  return recipients.flatMap(({ accountId, present, hidden }: RecipientState) =>
    accountId !== null && present && !hidden ? [accountId] : [],
  )
}

type ChannelEvent = 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE'

/** What some accounts hear of a conversation: each sees it without itself. */
export async function conversationEvents(
  chat: Chat,
  t: ChannelEvent,
  told: { readonly guild: GuildState; readonly accountIds: readonly string[] },
): Promise<Dispatch[]> {
  return Promise.all(
    told.accountIds.map(async (accountId) => ({
      t,
      d: await showConversation(chat, accountId, told.guild),
      audience: { kind: 'account' as const, accountId },
    })),
  )
}
