import { refuse, type Input } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { channelIn, getChannelFor } from '../channels/channel-access.ts'
import type { Chat } from '../chat.ts'
import {
  channelPermissions,
  holds,
  refusals,
  type Message,
  type sendMessage,
  type ThreadState,
} from '../contract/index.ts'
import {
  composeAndWrite,
  neededFor,
  requireContent,
  type Asked,
  type SendingChat,
} from '../messages/send-message.ts'
import { getTextChannel } from '../messages/text-channel.ts'
import { clearThread } from './delete-thread.ts'
import { openThread, type ThreadWish } from './open-thread.ts'
import { tagsOf } from './thread-policy.ts'

export interface PostWish extends ThreadWish {
  readonly tags: readonly string[]
  readonly message: Omit<Input<typeof sendMessage>, 'channelId'>
}

/** Posts in a forum: a thread, and the message it is about, which has the thread's id. */
export async function createPost(
  chat: SendingChat,
  by: Acting,
  wish: PostWish,
): Promise<{ readonly thread: ThreadState; readonly message: Message }> {
  const { channelId } = wish
  const place = await getChannelFor(chat, by, channelId)
  const { guild, member, channel } = place
  if (channel.type !== 15) refuse(refusals.unsupported_channel_type)
  requireContent(askedBy(by, wish, channelId))
  const held = channelPermissions(guild, member, channel)
  const takeBack = chat.slowMode.enter({ guild, member, channel, held })
  try {
    const thread = await openPost(chat, by, { wish, guildId: guild.id })
    return { thread, message: await writeFirst(chat, by, { wish, guildId: guild.id, threadId: thread.id }) }
  } catch (error) {
    takeBack()
    throw error
  }
}

async function openPost(
  chat: Chat,
  by: Acting,
  { wish, guildId }: { readonly wish: PostWish; readonly guildId: string },
): Promise<ThreadState> {
  const id = chat.ids.next()
  const { thread } = await openThread(chat, guildId, async (_, guild, members) => {
    const { channel, member } = channelIn(guild, await members.findActor(by), wish.channelId)
    const held = channelPermissions(guild, member, channel)
    if (!holds(held, neededFor(askedBy(by, wish, wish.channelId)))) refuse(refusals.missing_permissions)
    return {
      id,
      reason: by.reason,
      type: 11,
      parent: channel,
      owner: member,
      wish,
      invitable: true,
      tags: tagsOf(channel, wish.tags, { had: [], held }),
      aboutFirst: true,
    }
  })
  return thread
}

/** A post without its message would be nothing: where that cannot be written, the post goes too. */
async function writeFirst(
  chat: SendingChat,
  by: Acting,
  {
    wish,
    guildId,
    threadId,
  }: { readonly wish: PostWish; readonly guildId: string; readonly threadId: string },
): Promise<Message> {
  const access = () => getTextChannel(chat, by, { channelId: threadId })
  try {
    return await composeAndWrite(chat, await access(), {
      asked: askedBy(by, wish, threadId),
      id: threadId,
      judgeAgain: access,
    })
  } catch (error) {
    await clearThread(chat, by, { guildId, threadId })
    throw error
  }
}

/** The first message, as it is asked for. */
function askedBy(by: Acting, { message }: PostWish, channelId: string): Asked {
  return { by, input: { ...message, channelId }, received: [] }
}
