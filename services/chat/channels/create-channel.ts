import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals, type ChannelState, type OverwriteInput } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { requirePermission } from '../guilds/guild-access.ts'
import { sealName, sealTopic } from '../guilds/seal-text.ts'
import { channelEvent } from './channel-events.ts'
import { channelName, channelType, lastPosition, mayOverwrite, requireParent } from './channel-policy.ts'
import { insertChannels } from './channel-store.ts'
import { overwriteOf, storeOverwrites } from './overwrites.ts'

const mostChannels = 500

export interface ChannelWish {
  readonly guildId: string
  readonly name: string
  readonly type?: number | null | undefined
  readonly topic?: string | null | undefined
  readonly position?: number | null | undefined
  readonly parentId?: string | null | undefined
  readonly rateLimitPerUser?: number | null | undefined
  /** Where none are given, a channel has those of its category. */
  readonly overwrites?: readonly OverwriteInput[] | null | undefined
}

export async function createChannel(chat: Chat, by: Actor, wish: ChannelWish): Promise<ChannelState> {
  const type = channelType(wish.type)
  const id = chat.ids.next()
  const { after } = await changeGuild(chat, wish.guildId, {
    async apply(tx, guild) {
      const member = requirePermission(guild, by, 'MANAGE_CHANNELS')
      if (guild.channels.length >= mostChannels) refuse(refusals.too_many_channels)
      const parent = requireParent(guild, type, wish.parentId ?? null)
      const asked = wish.overwrites?.map((one) => overwriteOf(guild, one))
      const overwrites = asked ?? parent?.overwrites ?? []
      const change = { channel: { overwrites: parent?.overwrites ?? [] }, before: [], after: overwrites }
      if (asked && !mayOverwrite(guild, member, change)) refuse(refusals.missing_permissions)
      const place = { row: id, key: guild.keyId }
      const channel = {
        id,
        guildId: guild.id,
        parentId: parent?.id ?? null,
        type,
        position: wish.position ?? lastPosition(guild, type),
        rateLimitPerUser: type === 0 ? (wish.rateLimitPerUser ?? 0) : 0,
        name: await sealName(chat, 'channels', { ...place, value: channelName(type, wish.name) }),
        topic: await sealTopic(chat, { ...place, value: type === 0 ? (wish.topic ?? null) : null }),
      }
      await insertChannels(tx, [channel])
      await storeOverwrites(tx, guild, { channelId: id, before: [], after: overwrites })
    },
    announce: (guild) =>
      guild.channels
        .filter((one) => one.id === id)
        .map((one) => channelEvent('CHANNEL_CREATE', guild.id, one)),
  })
  return after.channels.find((one) => one.id === id) ?? refuse(refusals.unknown_channel)
}
