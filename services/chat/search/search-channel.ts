import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { permissions, type SearchResult } from '../contract/index.ts'
import { getTextChannel } from '../messages/text-channel.ts'
import type { ConversationScans } from './conversation-scans.ts'
import { searchConversation } from './search-conversation.ts'
import { searchIn } from './search-guild.ts'
import type { Asked } from './want.ts'

/** Messages of one channel, also of one for adults: whoever asks for it knows. */
export async function searchChannel(
  { chat, scans }: { readonly chat: Chat; readonly scans: ConversationScans },
  by: Actor,
  { channelId, ...asked }: Asked & { readonly channelId: string },
): Promise<SearchResult> {
  const access = await getTextChannel(chat, by, { channelId, needed: permissions.READ_MESSAGE_HISTORY })
  if (access.guild.kind !== 0) return searchConversation({ chat, scans }, access, asked)
  return searchIn(chat, access, { ...asked, channel_id: [channelId], include_nsfw: true })
}
