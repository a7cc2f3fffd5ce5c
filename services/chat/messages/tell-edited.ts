import type { Chat } from '../chat.ts'
import type { GuildState, Message } from '../contract/index.ts'
import type { MessageRow } from './message-store.ts'
import { publishUpdated } from './publish-messages.ts'
import { renderMessages } from './render-messages.ts'

/** Tells of a message that looks different now, and answers how. Null where it cannot be read any more. */
export async function tellEdited(chat: Chat, guild: GuildState, row: MessageRow): Promise<Message | null> {
  chat.pages.forget(row.channel_id)
  const [message] = await renderMessages(chat, [row])
  if (!message) return null
  await publishUpdated(chat, guild, message)
  return message
}
