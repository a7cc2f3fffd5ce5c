import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { channelIn } from '../channels/channel-access.ts'
import type { Chat } from '../chat.ts'
import {
  bits,
  channelPermissions,
  holds,
  kinds,
  messageRefusals,
  refusals,
  type ThreadState,
} from '../contract/index.ts'
import { say } from '../messages/say.ts'
import { getTextChannel } from '../messages/text-channel.ts'
import { openThread, type ThreadWish } from './open-thread.ts'
import { publishMessage } from './publish-message.ts'
import { typeOfMessageThread } from './thread-policy.ts'
import { markThread } from './thread-store.ts'

const needed = bits('CREATE_PUBLIC_THREADS', 'READ_MESSAGE_HISTORY')

/** Opens a thread about a message; it has the message's id. */
export async function startThreadFromMessage(
  chat: Chat,
  by: Acting,
  wish: ThreadWish & { readonly messageId: string },
): Promise<ThreadState> {
  const { channelId, messageId } = wish
  const access = await getTextChannel(chat, by, { channelId, needed })
  const opened = await openThread(chat, access.guild.id, async (tx, guild, members) => {
    const { channel, member } = channelIn(guild, await members.findActor(by), channelId)
    if (!holds(channelPermissions(guild, member, channel), needed)) refuse(refusals.missing_permissions)
    const type = typeOfMessageThread(channel)
    if (!(await markThread(tx, { channelId, id: messageId }, true))) refuse(messageRefusals.unknown_message)
    return {
      id: messageId,
      reason: by.reason,
      type,
      parent: channel,
      owner: member,
      wish,
      invitable: true,
      tags: [],
      aboutFirst: true,
    }
  })
  const { guild, thread, owner: formerly } = opened
  const about = { channelId, id: messageId }
  await publishMessage(chat, guild, about)
  const said = { kind: kinds.threadStarter, accountId: by.accountId, formerly, about }
  await say(chat, { guildId: guild.id, channelId: thread.id, ...said })
  return thread
}
