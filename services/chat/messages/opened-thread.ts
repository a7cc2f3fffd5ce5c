import { messageFlags, renderThread } from '../contract/index.ts'
import type { HangingPart } from './hanging-part.ts'
import { keyText } from './message-store.ts'

/** The threads that were opened from messages. They are open to whoever reads the message. */
export const openedThread: HangingPart = {
  isApart: true,
  may: ({ flags }) => (flags & messageFlags.hasThread) !== 0,
  async read(chat, messages) {
    const found = await Promise.all(
      messages.map(async (message) => {
        const guild = await chat.guilds.get(message.guildId)
        const thread = guild && (await chat.guilds.threads.find(guild, message.id))
        if (thread?.parentId !== message.channelId) return []
        return [[keyText(message), { thread: renderThread(message.guildId, thread) }] as const]
      }),
    )
    return new Map(found.flat())
  },
}
