import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { channelIn, getChannelFor } from '../channels/channel-access.ts'
import type { Chat } from '../chat.ts'
import { channelPermissions, holds, kinds, refusals, type ThreadState } from '../contract/index.ts'
import { say } from '../messages/say.ts'
import { openThread, type ThreadWish } from './open-thread.ts'
import { neededToOpen, typeOfThread } from './thread-policy.ts'

/** Opens a thread about no message. Its channel says so, where it is open to all there. */
export async function startThread(
  chat: Chat,
  by: Acting,
  wish: ThreadWish & { readonly type: number | null; readonly invitable: boolean },
): Promise<ThreadState> {
  const { channelId } = wish
  const place = await getChannelFor(chat, by, channelId)
  const id = chat.ids.next()
  const { guild, thread, owner } = await openThread(chat, place.guild.id, async (_, now, members) => {
    const { channel, member } = channelIn(now, await members.findActor(by), channelId)
    const type = typeOfThread(channel, wish.type)
    if (!holds(channelPermissions(now, member, channel), neededToOpen(type)))
      refuse(refusals.missing_permissions)
    return {
      id,
      reason: by.reason,
      type,
      parent: channel,
      owner: member,
      wish,
      invitable: wish.invitable,
      tags: [],
      aboutFirst: false,
    }
  })
  if (thread.type === 12) return thread
  const said = { kind: kinds.threadCreated, accountId: by.accountId, formerly: owner, content: wish.name }
  await say(chat, { guildId: guild.id, channelId, ...said, about: { channelId: id, id } })
  return thread
}
