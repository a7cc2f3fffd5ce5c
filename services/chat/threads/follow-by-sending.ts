import type { Chat } from '../chat.ts'
import type { TextChannelAccess } from '../messages/text-channel.ts'
import { addFollower } from './add-follower.ts'

/** Whoever writes in a thread follows it from then on. */
export async function followBySending(
  chat: Chat,
  { guild, channel, member }: TextChannelAccess,
): Promise<void> {
  const thread = chat.guilds.peek(guild.id)?.threads.get(channel.id)
  if (!thread || (await chat.guilds.threads.isFollower(thread, member.membershipRef))) return
  await addFollower(chat, guild.id, async (_, now) => {
    const current = now.threads.get(thread.id)
    return current ? { thread: current, member, sees: true } : null
  })
}
