import type { Chat } from '../chat.ts'
import type { ChannelState, Dispatch, GuildState, MemberState, Message } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { findMembers } from '../members/find-member.ts'
import type { MessageKey } from './message-store.ts'
import { messageEvent } from './wire-message.ts'

export interface Created {
  readonly guild: GuildState
  readonly message: Message
  /** Those of the people it shows who are members, by account id. */
  readonly members: ReadonlyMap<string, MemberState>
  readonly number: number
}

/** Tells of a new message, and moves the channel's head in memory along. */
export function publishCreated(chat: Chat, { guild, message, members, number }: Created): void {
  const newest = chat.guilds.peek(guild.id) ?? guild
  const channel = placeIn(newest, message.channel_id)
  if (channel && channel.lastNumber < number) {
    channel.lastNumber = number
    channel.lastMessageId = message.id
  }
  publish(chat.bus, [
    {
      ...aboutMessage('MESSAGE_CREATE', messageEvent(whereIn(newest, message), message, members), {
        guildId: guild.id,
        channelId: message.channel_id,
      }),
      number,
      ...(message.nonce !== undefined && { nonce: String(message.nonce) }),
    },
  ])
}

export async function publishUpdated(chat: Chat, guild: GuildState, message: Message): Promise<void> {
  const members = await membersShown(chat, guild, message)
  publish(chat.bus, [
    aboutMessage('MESSAGE_UPDATE', messageEvent(whereIn(guild, message), message, members), {
      guildId: guild.id,
      channelId: message.channel_id,
    }),
  ])
}

export function publishDeleted(chat: Chat, guildId: string, { channelId, id }: MessageKey): void {
  countRemoved(chat, { guildId, channelId }, [id])
  publish(chat.bus, [
    aboutMessage('MESSAGE_DELETE', { id, channel_id: channelId, guild_id: guildId }, { guildId, channelId }),
  ])
}

function placeIn(guild: GuildState, id: string): ChannelState | undefined {
  return guild.threads.get(id) ?? guild.channels.find((one) => one.id === id)
}

/** Where a message is. An archived thread is in no snapshot: its type is that of most. */
function whereIn(guild: GuildState, { channel_id: id }: Message) {
  return { guildId: guild.id, channelType: placeIn(guild, id)?.type ?? 11 }
}

/** The members among the people a message shows, by account id. */
export async function membersShown(
  chat: Chat,
  guild: GuildState,
  { author, mentions }: Pick<Message, 'author' | 'mentions'>,
): Promise<ReadonlyMap<string, MemberState>> {
  return findMembers(chat, guild, [author.id, ...mentions.map((user) => user.id)])
}

/** As many as the protocol puts into one event. */
const mostTogether = 100

/** Tells of messages of one guild that were deleted together. */
export function publishDeletedTogether(chat: Chat, guildId: string, keys: readonly MessageKey[]): void {
  for (const [channelId, gone] of Map.groupBy(keys, (key) => key.channelId))
    for (let from = 0; from < gone.length; from += mostTogether) {
      const ids = gone.slice(from, from + mostTogether).map(({ id }) => id)
      countRemoved(chat, { guildId, channelId }, ids)
      const d = { ids, channel_id: channelId, guild_id: guildId }
      publish(chat.bus, [aboutMessage('MESSAGE_DELETE_BULK', d, { guildId, channelId })])
    }
}

/** Threads know how many of their messages were deleted; what a thread is about does not count. */
function countRemoved(
  chat: Chat,
  { guildId, channelId }: { guildId: string; channelId: string },
  ids: readonly string[],
): void {
  const thread = chat.guilds.peek(guildId)?.threads.get(channelId)
  if (thread) thread.thread.removed += ids.filter((id) => id !== channelId).length
}

function aboutMessage(t: string, d: object, place: { guildId: string; channelId: string }): Dispatch {
  return { t, d, audience: { kind: 'channel', ...place } }
}
