import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  refusals,
  type ChannelState,
  type GuildState,
  type OverwriteInput,
  type OverwriteState,
} from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { requirePermission, type Inside } from '../guilds/guild-access.ts'
import { sealChannelName, sealTopic } from '../guilds/seal-text.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { channelEvent } from './channel-events.ts'
import { channelName, channelType, lastPosition, mayOverwrite, requireParent } from './channel-policy.ts'
import { insertChannels, type NewChannel } from './channel-store.ts'
import { overwritesAsked, storeOverwrites } from './overwrites.ts'

const mostChannels = 500

export interface ChannelWish {
  readonly guildId: string
  readonly name: string
  readonly type: number
  readonly topic: string | null
  readonly position?: number | undefined
  readonly parentId: string | null
  readonly rateLimitPerUser: number
  /** Where none are given, a channel has those of its category. */
  readonly overwrites?: readonly OverwriteInput[] | undefined
}

export async function createChannel(chat: Chat, by: Actor, wish: ChannelWish): Promise<ChannelState> {
  const id = chat.ids.next()
  const { after } = await changeGuild(chat, wish.guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      requirePermission(inside, 'MANAGE_CHANNELS')
      if (guild.channels.length >= mostChannels) refuse(refusals.too_many_channels)
      const channel = await plan(chat, guild, { ...wish, id })
      const overwrites = await overwritesOf(inside, members, wish)
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

async function plan(
  chat: Chat,
  guild: GuildState,
  wish: ChannelWish & { readonly id: string },
): Promise<NewChannel> {
  const { id } = wish
  const type = channelType(wish.type)
  const place = { row: id, key: guild.keyId }
  return {
    id,
    guildId: guild.id,
    parentId: requireParent(guild, type, wish.parentId)?.id ?? null,
    type,
    position: wish.position ?? lastPosition(guild, type),
    rateLimitPerUser: type === 0 ? wish.rateLimitPerUser : 0,
    name: await sealChannelName(chat, { ...place, value: channelName(type, wish.name) }),
    topic: await sealTopic(chat, { ...place, value: type === 0 ? wish.topic : null }),
  }
}

async function overwritesOf(
  { guild, member }: Inside,
  members: LockedMembers,
  wish: ChannelWish,
): Promise<readonly OverwriteState[]> {
  const inherited = guild.channels.find((one) => one.id === wish.parentId)?.overwrites ?? []
  if (!wish.overwrites) return inherited
  const asked = await overwritesAsked(guild, members, wish.overwrites)
  const change = { channel: { overwrites: inherited }, before: [], after: asked }
  return mayOverwrite(guild, member, change) ? asked : refuse(refusals.missing_permissions)
}
