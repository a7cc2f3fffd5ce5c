import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals, type ChannelState, type OverwriteInput } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { sealName, sealTopic } from '../guilds/seal-text.ts'
import { channelIn, getGuildIdOf, requireInChannel, type InChannel } from './channel-access.ts'
import { channelEvent } from './channel-events.ts'
import { channelName, channelType, mayOverwrite, requireParent } from './channel-policy.ts'
import { updateChannel, type ChannelChange } from './channel-store.ts'
import { overwriteOf, storeOverwrites } from './overwrites.ts'

/** What to change; what is absent stays. Null takes away a topic and the category, and otherwise means nothing. */
export interface ChannelEdit {
  readonly channelId: string
  readonly name?: string | null | undefined
  readonly type?: number | null | undefined
  readonly topic?: string | null | undefined
  readonly position?: number | null | undefined
  readonly parentId?: string | null | undefined
  readonly rateLimitPerUser?: number | null | undefined
  readonly overwrites?: readonly OverwriteInput[] | null | undefined
}

export async function editChannel(chat: Chat, by: Actor, edit: ChannelEdit): Promise<ChannelState> {
  const guildId = await getGuildIdOf(chat, edit.channelId)
  const { after } = await changeGuild(chat, guildId, {
    async apply(tx, guild) {
      const here = channelIn(guild, by, edit.channelId)
      const change = await changeOf(chat, here, edit)
      if (change) requireInChannel(here, 'MANAGE_CHANNELS')
      if (edit.overwrites) await setAll(tx, here, edit.overwrites)
      if (change) await updateChannel(tx, edit.channelId, change)
    },
    announce: (guild) =>
      guild.channels
        .filter((one) => one.id === edit.channelId)
        .map((one) => channelEvent('CHANNEL_UPDATE', guild.id, one)),
  })
  return after.channels.find((one) => one.id === edit.channelId) ?? refuse(refusals.unknown_channel)
}

/** Null where nothing but overwrites is to change. */
async function changeOf(
  chat: Chat,
  { guild, channel }: InChannel,
  edit: ChannelEdit,
): Promise<ChannelChange | null> {
  if (edit.type != null && channelType(edit.type) !== channel.type) refuse(refusals.unsupported_channel_type)
  const place = { row: channel.id, key: guild.keyId }
  const name = edit.name == null ? undefined : channelName(channel.type, edit.name)
  const text = channel.type === 0
  const change: ChannelChange = {
    ...(name !== undefined && { name: await sealName(chat, 'channels', { ...place, value: name }) }),
    ...(text &&
      edit.topic !== undefined && { topic: await sealTopic(chat, { ...place, value: edit.topic }) }),
    ...(edit.position != null && { position: edit.position }),
    ...(edit.parentId !== undefined && {
      parentId: requireParent(guild, channel.type, edit.parentId)?.id ?? null,
    }),
    ...(text && edit.rateLimitPerUser != null && { rateLimitPerUser: edit.rateLimitPerUser }),
  }
  return Object.keys(change).length === 0 && edit.overwrites ? null : change
}

async function setAll(
  tx: Transaction<Schema>,
  { guild, member, channel }: InChannel,
  asked: readonly OverwriteInput[],
): Promise<void> {
  const after = asked.map((one) => {
    const known = channel.overwrites.find((old) => old.id === one.id && old.type === one.type)
    return known && unchanged(known, one) ? known : overwriteOf(guild, one)
  })
  const change = { channel, channelId: channel.id, before: channel.overwrites, after }
  if (!mayOverwrite(guild, member, change)) refuse(refusals.missing_permissions)
  await storeOverwrites(tx, guild, change)
}

function unchanged(known: { allow: bigint; deny: bigint }, asked: OverwriteInput): boolean {
  return known.allow === BigInt(asked.allow ?? 0) && known.deny === BigInt(asked.deny ?? 0)
}
