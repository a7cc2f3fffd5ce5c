import type { Chat } from '../chat.ts'
import type { Dispatch, GuildState, MemberState, Message } from '../contract/index.ts'
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
  const channel = newest.channels.find((one) => one.id === message.channel_id)
  if (channel && channel.lastNumber < number) {
    channel.lastNumber = number
    channel.lastMessageId = message.id
  }
  publish(chat.bus, [
    {
      ...aboutMessage('MESSAGE_CREATE', messageEvent(guild.id, message, members), {
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
    aboutMessage('MESSAGE_UPDATE', messageEvent(guild.id, message, members), {
      guildId: guild.id,
      channelId: message.channel_id,
    }),
  ])
}

export function publishDeleted(chat: Chat, guildId: string, { channelId, id }: MessageKey): void {
  publish(chat.bus, [
    aboutMessage('MESSAGE_DELETE', { id, channel_id: channelId, guild_id: guildId }, { guildId, channelId }),
  ])
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
      const d = { ids, channel_id: channelId, guild_id: guildId }
      publish(chat.bus, [aboutMessage('MESSAGE_DELETE_BULK', d, { guildId, channelId })])
    }
}

function aboutMessage(t: string, d: object, place: { guildId: string; channelId: string }): Dispatch {
  return { t, d, audience: { kind: 'channel', ...place } }
}
