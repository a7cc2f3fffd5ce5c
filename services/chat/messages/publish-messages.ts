import type { Chat } from '../chat.ts'
import {
  moveHead,
  type ChannelState,
  type Dispatch,
  type GuildState,
  type MemberState,
  type Message,
} from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { findMembers } from '../members/find-member.ts'
import type { MessageKey } from './message-store.ts'
import { messageEvent } from './wire-message.ts'

export interface Created {
  readonly guild: GuildState
  readonly message: Message
  readonly number: number
  /** Those of the people whom it shows who are in the guild, by account. */
  readonly members: ReadonlyMap<string, MemberState>
}

/** Tells of a new message, and moves the channel's head in memory along. */
export function publishCreated(chat: Chat, { guild, message, number, members }: Created): void {
  const newest = chat.guilds.peek(guild.id) ?? guild
  moveHead(newest, message.channel_id, { id: message.id, number })
  publish(chat.bus, [createdEvent({ guild: newest, message, members, number })])
  chat.written.add(message.channel_id)
}

export function createdEvent({ guild, message, members, number }: Created): Dispatch {
  return {
    // The same whether it was heard or read again.
    id: message.id,
    ...aboutMessage('MESSAGE_CREATE', messageEvent(whereIn(guild, message), message, members), {
      guildId: guild.id,
      channelId: message.channel_id,
    }),
    number,
    ...(message.nonce !== undefined && { nonce: String(message.nonce) }),
  }
}

/** Tells of a message that looks different now. Reactions have events of their own and are not among what is told. */
export async function publishUpdated(chat: Chat, guild: GuildState, message: Message): Promise<void> {
  const { reactions: _, ...told } = message
  await publishWhole(chat, guild, told)
}

/** The same with its reactions, of which events may have been lost. */
export async function publishReacted(chat: Chat, guild: GuildState, message: Message): Promise<void> {
  await publishWhole(chat, guild, { ...message, reactions: message.reactions ?? [] })
}

async function publishWhole(chat: Chat, guild: GuildState, message: Message): Promise<void> {
  const members = await membersShown(chat, guild, message)
  publish(chat.bus, [
    aboutMessage('MESSAGE_UPDATE', messageEvent(whereIn(guild, message), message, members), {
      guildId: guild.id,
      channelId: message.channel_id,
    }),
  ])
  chat.written.add(message.channel_id)
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

/** Those of the people whom a message shows who are in the guild, by account. */
export async function membersShown(
  chat: Chat,
  guild: GuildState,
  { author, mentions }: Message,
): Promise<ReadonlyMap<string, MemberState>> {
  return findMembers(chat, guild, [...new Set([author.id, ...mentions.map((user) => user.id)])])
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
