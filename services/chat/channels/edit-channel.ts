import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import { auditChannels } from '../audit-log/audit-channels.ts'
import type { Chat } from '../chat.ts'
import {
  refusals,
  type AutoArchiveMinutes,
  type ChannelState,
  type OverwriteInput,
  type OverwriteState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { sealChannelName, sealForum, sealTopic } from '../guilds/seal-text.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { channelIn, getGuildIdOf, requireInChannel, type InChannel } from './channel-access.ts'
import { channelEvent } from './channel-events.ts'
import {
  channelName,
  convertedType,
  flagsOf,
  mayOverwrite,
  requireParent,
  topicOf,
} from './channel-policy.ts'
import { updateChannel, type ChannelChange } from './channel-store.ts'
import { forumOf, type ForumWish } from './forum-policy.ts'
import { overwriteOf, storeOverwrites } from './overwrites.ts'

/** What to change; what is absent stays. Null takes away a topic and the category. */
export interface ChannelEdit {
  readonly channelId: string
  readonly name?: string | undefined
  readonly type?: number | undefined
  readonly topic?: string | null | undefined
  readonly position?: number | undefined
  readonly parentId?: string | null | undefined
  readonly rateLimitPerUser?: number | undefined
  readonly nsfw?: boolean | undefined
  readonly flags?: number | undefined
  readonly threadRateLimit?: number | undefined
  readonly autoArchiveMinutes?: AutoArchiveMinutes | null | undefined
  readonly forum?: ForumWish | undefined
  readonly overwrites?: readonly OverwriteInput[] | undefined
}

export async function editChannel(chat: Chat, by: Acting, edit: ChannelEdit): Promise<ChannelState> {
  const guildId = await getGuildIdOf(chat, edit.channelId)
  const { after } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const here = channelIn(guild, await members.findActor(by), edit.channelId)
      const change = await changeOf(chat, here, edit)
      if (change) requireInChannel(here, 'MANAGE_CHANNELS')
      if (edit.overwrites) await setAll(tx, here, { members, asked: edit.overwrites })
      if (change) await updateChannel(tx, edit.channelId, change)
      const channelIds = [edit.channelId]
      await auditChannels(chat, tx, { guild, actor: here.member, reason: by.reason, channelIds })
    },
    announce: (guild) =>
      guild.channels
        .filter((one) => one.id === edit.channelId)
        .map((one) => channelEvent('CHANNEL_UPDATE', guild.id, one)),
  })
  return after.channels.find((one) => one.id === edit.channelId) ?? refuse(refusals.unknown_channel)
}

/** Null where nothing but overwrites is to change. */
async function changeOf(chat: Chat, here: InChannel, edit: ChannelEdit): Promise<ChannelChange | null> {
  const { channel } = here
  const { position, nsfw } = edit
  const type = edit.type === undefined ? undefined : convertedType(channel, edit.type)
  const change: ChannelChange = {
    ...(await textsOf(chat, here, edit)),
    ...(position !== undefined && { position }),
    ...placeOf(here, edit),
    ...(type !== undefined && { type }),
    ...(nsfw !== undefined && { nsfw }),
    ...(edit.flags !== undefined && { flags: flagsOf(channel.type, edit.flags) }),
    ...(channel.type !== 4 && timesOf(edit)),
  }
  return Object.keys(change).length === 0 && edit.overwrites ? null : change
}

/** Where it is already it may stay, also in a category that is out of sight. */
function placeOf(here: InChannel, { parentId }: ChannelEdit): ChannelChange {
  if (parentId === undefined || parentId === here.channel.parentId) return {}
  return { parentId: requireParent(here, here.channel.type, parentId)?.id ?? null }
}

/** What is sealed. */
async function textsOf(
  chat: Chat,
  { guild, channel }: InChannel,
  { name, topic, forum }: ChannelEdit,
): Promise<ChannelChange> {
  const { type } = channel
  const place = { row: channel.id, key: guild.keyId }
  return {
    ...(name !== undefined && {
      name: await sealChannelName(chat, { ...place, value: channelName(type, name) }),
    }),
    ...(topic !== undefined &&
      type !== 4 && { topic: await sealTopic(chat, { ...place, value: topicOf(type, topic) }) }),
    ...(forum !== undefined &&
      type === 15 && {
        forum: await sealForum(chat, { ...place, value: forumOf(chat.ids, channel.forum, forum) }),
      }),
  }
}

function timesOf({ rateLimitPerUser, threadRateLimit, autoArchiveMinutes }: ChannelEdit): ChannelChange {
  return {
    ...(rateLimitPerUser !== undefined && { rateLimitPerUser }),
    ...(threadRateLimit !== undefined && { threadRateLimit }),
    ...(autoArchiveMinutes !== undefined && { autoArchiveMinutes }),
  }
}

async function setAll(
  tx: Transaction<Schema>,
  { guild, member, channel }: InChannel,
  { members, asked }: { readonly members: LockedMembers; readonly asked: readonly OverwriteInput[] },
): Promise<void> {
  const after: OverwriteState[] = []
  for (const one of asked) {
    const known = channel.overwrites.find((old) => old.id === one.id && old.type === one.type)
    after.push(known && unchanged(known, one) ? known : await overwriteOf(guild, members, one))
  }
  const change = { channel, channelId: channel.id, before: channel.overwrites, after }
  if (!mayOverwrite(guild, member, change)) refuse(refusals.missing_permissions)
  await storeOverwrites(tx, guild, change)
}

function unchanged(known: { allow: bigint; deny: bigint }, asked: OverwriteInput): boolean {
  return known.allow === BigInt(asked.allow ?? 0) && known.deny === BigInt(asked.deny ?? 0)
}
