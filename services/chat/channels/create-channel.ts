import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditChannels } from '../audit-log/audit-channels.ts'
import type { Chat } from '../chat.ts'
import {
  refusals,
  type AutoArchiveMinutes,
  type ChannelState,
  type ChannelType,
  type OverwriteInput,
  type OverwriteState,
} from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { requirePermission, type Inside } from '../guilds/guild-access.ts'
import { sealChannelName, sealForum, sealTopic } from '../guilds/seal-text.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { channelEvent } from './channel-events.ts'
import {
  channelName,
  channelType,
  flagsOf,
  lastPosition,
  mayOverwrite,
  requireParent,
  topicOf,
} from './channel-policy.ts'
import { insertChannels, type NewChannel } from './channel-store.ts'
import { forumOf, type ForumWish } from './forum-policy.ts'
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
  readonly nsfw?: boolean
  readonly flags?: number
  readonly threadRateLimit?: number
  readonly autoArchiveMinutes?: AutoArchiveMinutes | null
  readonly forum?: ForumWish
  /** Where none are given, a channel has those of its category. */
  readonly overwrites?: readonly OverwriteInput[] | undefined
}

export async function createChannel(chat: Chat, by: Acting, wish: ChannelWish): Promise<ChannelState> {
  const id = chat.ids.next()
  const { after } = await changeGuild(chat, wish.guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      requirePermission(inside, 'MANAGE_CHANNELS')
      if (guild.channels.length >= mostChannels) refuse(refusals.too_many_channels)
      const channel = await plan(chat, inside, { ...wish, id })
      const overwrites = await overwritesOf(inside, members, wish)
      await insertChannels(tx, [channel])
      await storeOverwrites(tx, guild, { channelId: id, before: [], after: overwrites })
      await auditChannels(chat, tx, { guild, actor: inside.member, reason: by.reason, channelIds: [id] })
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
  inside: Inside,
  wish: ChannelWish & { readonly id: string },
): Promise<NewChannel> {
  const { guild } = inside
  const { id } = wish
  const type = channelType(wish.type)
  const place = { row: id, key: guild.keyId }
  return {
    id,
    guildId: guild.id,
    parentId: requireParent(inside, type, wish.parentId)?.id ?? null,
    type,
    position: wish.position ?? lastPosition(guild, type),
    name: await sealChannelName(chat, { ...place, value: channelName(type, wish.name) }),
    topic: await sealTopic(chat, { ...place, value: topicOf(type, wish.topic) }),
    nsfw: wish.nsfw ?? false,
    flags: flagsOf(type, wish.flags ?? 0),
    ...timesOf(type, wish),
    forum:
      type === 15
        ? await sealForum(chat, { ...place, value: forumOf(chat.ids, null, wish.forum ?? {}) })
        : null,
  }
}

/** Categories have none. */
function timesOf(type: ChannelType, wish: ChannelWish) {
  if (type === 4) return { rateLimitPerUser: 0, threadRateLimit: 0, autoArchiveMinutes: null }
  return {
    rateLimitPerUser: wish.rateLimitPerUser,
    threadRateLimit: wish.threadRateLimit ?? 0,
    autoArchiveMinutes: wish.autoArchiveMinutes ?? null,
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
