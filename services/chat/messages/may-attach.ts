import type { Actor } from '@alles/platform/http'
import { refuse, Snowflake } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { bits, refusals } from '../contract/index.ts'
import { getTextChannel } from './text-channel.ts'

/** Refuses whoever may not send files in a channel. `channelId` is what an address says. */
export async function mayAttach(chat: Chat, by: Actor, channelId: string): Promise<void> {
  if (!Snowflake.safeParse(channelId).success) refuse(refusals.unknown_channel)
  await getTextChannel(chat, by, { channelId, needed: bits('SEND_MESSAGES', 'ATTACH_FILES') })
}
