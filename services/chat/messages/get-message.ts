import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { messageRefusals, permissions, type Message } from '../contract/index.ts'
import { getTextChannel } from './text-channel.ts'
import { findMessage } from './message-store.ts'
import { renderMessages } from './render-messages.ts'

export async function getMessage(
  chat: Chat,
  by: Actor,
  input: { readonly channelId: string; readonly messageId: string },
): Promise<Message> {
  const { channelId, messageId } = input
  const { member } = await getTextChannel(chat, by, {
    channelId,
    needed: permissions.READ_MESSAGE_HISTORY,
  })
  const row = await findMessage(chat.database, { channelId, id: messageId })
  const [message] = row ? await renderMessages(chat, [row], member.membershipRef) : []
  return message ?? refuse(messageRefusals.unknown_message)
}
