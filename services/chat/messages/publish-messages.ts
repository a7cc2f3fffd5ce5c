import type { Chat } from '../chat.ts'
import type { Dispatch, GuildState, Message } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import type { MessageKey } from './message-store.ts'
import { messageEvent } from './wire-message.ts'

export interface Created {
  readonly guild: GuildState
  readonly message: Message
  readonly number: number
}

/** Tells of a new message, and moves the channel's head in memory along. */
export function publishCreated(chat: Chat, { guild, message, number }: Created): void {
  const newest = chat.guilds.peek(guild.id) ?? guild
  const channel = newest.channels.find((one) => one.id === message.channel_id)
  if (channel && channel.lastNumber < number) {
    channel.lastNumber = number
    channel.lastMessageId = message.id
  }
  publish(chat.bus, [
    {
      ...aboutMessage('MESSAGE_CREATE', messageEvent(newest, message), {
        guildId: guild.id,
        channelId: message.channel_id,
      }),
      number,
      ...(message.nonce !== undefined && { nonce: String(message.nonce) }),
    },
  ])
}

export function publishUpdated(chat: Chat, guild: GuildState, message: Message): void {
  publish(chat.bus, [
    aboutMessage('MESSAGE_UPDATE', messageEvent(guild, message), {
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
