import type { Chat } from '../chat.ts'
import type { MessageKey } from '../messages/message-store.ts'
import type { EmojiName } from './emoji-name.ts'

/** What finds an emoji on a message. On another message the same emoji has another one. */
export async function reactionToken(chat: Chat, message: MessageKey, { key }: EmojiName): Promise<Buffer> {
  const value = `${message.channelId}:${message.id}:${key}`
  const [token] = await chat.keys.blindIndex({ purpose: 'reaction', values: [value] })
  if (!token) throw new Error('a reaction has no token')
  return Buffer.from(token)
}
