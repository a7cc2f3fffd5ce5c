import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { addFollower } from './add-follower.ts'
import { getThreadFor, requireActive, threadIn } from './thread-access.ts'

/** Follows a thread that one sees. Does nothing twice. */
export async function joinThread(chat: Chat, by: Actor, threadId: string): Promise<void> {
  const { guild } = await getThreadFor(chat, by, threadId)
  await addFollower(chat, guild.id, async (tx, now, members) => {
    const member = await members.findActor(by)
    const here = await threadIn(chat, tx, { guild: now, member, threadId })
    requireActive(here)
    return { thread: here.thread, member: here.member, sees: true }
  })
}
