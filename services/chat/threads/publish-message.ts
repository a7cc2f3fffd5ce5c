import type { Chat } from '../chat.ts'
import type { GuildState } from '../contract/index.ts'
import { findMessage, type MessageKey } from '../messages/message-store.ts'
import { publishUpdated } from '../messages/publish-messages.ts'
import { renderMessages } from '../messages/render-messages.ts'

/** Tells of a message that got a thread or lost it. Nothing where it is gone meanwhile. */
export async function publishMessage(chat: Chat, guild: GuildState, key: MessageKey): Promise<void> {
  chat.pages.forget(key.channelId)
  const row = await findMessage(chat.database, key)
  const [message] = row ? await renderMessages(chat, [row]) : []
  if (message) await publishUpdated(chat, guild, message)
}
