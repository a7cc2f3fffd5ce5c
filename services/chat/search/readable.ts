import type { Chat } from '../chat.ts'
import {
  bits,
  channelPermissions,
  holds,
  maySeeThread,
  type ChannelState,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'

/** Which channels of a guild a member may read back in. */
export interface Readable {
  /** Those in the guild's snapshot that it may not. */
  readonly hidden: readonly string[]
  /** Those in the guild's snapshot that it may. */
  readonly open: readonly ChannelState[]
  /** Of any, archived threads included. */
  mayRead(channelId: string): Promise<boolean>
}

const needed = bits('VIEW_CHANNEL', 'READ_MESSAGE_HISTORY')

/** `nsfw`: whether channels for adults count. */
export async function readableBy(
  chat: Chat,
  { guild, member }: { readonly guild: GuildState; readonly member: MemberState },
  nsfw: boolean,
): Promise<Readable> {
  const judged = new Map<string, boolean>()
  const judge = async (channel: ChannelState) => {
    const may = (nsfw || !channel.nsfw) && (await mayReadIn(chat, { guild, member }, channel))
    judged.set(channel.id, may)
    return may
  }
  const known: ChannelState[] = [...guild.channels, ...guild.threads.values()]
  for (const channel of known) await judge(channel)
  return {
    hidden: known.filter(({ id }) => judged.get(id) !== true).map(({ id }) => id),
    open: known.filter(({ id }) => judged.get(id) === true),
    async mayRead(channelId) {
      const before = judged.get(channelId)
      if (before !== undefined) return before
      const thread = await chat.guilds.threads.find(guild, channelId)
      if (thread) return judge(thread)
      judged.set(channelId, false)
      return false
    },
  }
}

async function mayReadIn(
  chat: Chat,
  { guild, member }: { readonly guild: GuildState; readonly member: MemberState },
  channel: ChannelState,
): Promise<boolean> {
  const held = channelPermissions(guild, member, channel)
  if (!holds(held, needed)) return false
  if (channel.type !== 12 || !channel.thread) return true
  if (maySeeThread(held, { type: channel.type }, false)) return true
  const thread = await chat.guilds.threads.find(guild, channel.id)
  const members = thread && (await chat.guilds.threads.membersOf(thread))
  return members?.has(member.accountId) ?? false
}
