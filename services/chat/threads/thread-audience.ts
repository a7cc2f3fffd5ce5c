import type { Chat } from '../chat.ts'
import type { ThreadAudience } from '../contract/index.ts'

/** Whom a thread concerns; null where there is none. */
export async function threadAudience(
  chat: Chat,
  asked: { readonly guildId: string; readonly threadId: string },
): Promise<ThreadAudience | null> {
  const guild = await chat.guilds.get(asked.guildId)
  const thread = guild && (await chat.guilds.threads.find(guild, asked.threadId))
  if (!thread) return null
  return { parentId: thread.parentId, members: await chat.guilds.threads.membersOf(thread) }
}
