import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import { auditChannels } from '../audit-log/audit-channels.ts'
import type { Chat } from '../chat.ts'
import { maySee, refusals, type ChannelState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { requirePermission, type Inside } from '../guilds/guild-access.ts'
import { channelEvent } from './channel-events.ts'
import { mayOverwrite, requireParent } from './channel-policy.ts'
import { updateChannel } from './channel-store.ts'
import { storeOverwrites } from './overwrites.ts'

export interface ChannelMove {
  readonly id: string
  readonly position?: number | undefined
  readonly parentId?: string | null | undefined
  /** Whether it gets the overwrites of its new category. */
  readonly lockPermissions: boolean
}

export async function moveChannels(
  chat: Chat,
  by: Acting,
  wish: { readonly guildId: string; readonly moves: readonly ChannelMove[] },
): Promise<void> {
  const moved = new Set(wish.moves.map((move) => move.id))
  await changeGuild(chat, wish.guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      requirePermission(inside, 'MANAGE_CHANNELS')
      for (const move of wish.moves) await moveChannel(tx, inside, move)
      const { reason } = by
      await auditChannels(chat, tx, { guild, actor: inside.member, reason, channelIds: [...moved] })
    },
    announce: (guild) =>
      guild.channels
        .filter((one) => moved.has(one.id))
        .map((one) => channelEvent('CHANNEL_UPDATE', guild.id, one)),
  })
}

async function moveChannel(tx: Transaction<Schema>, inside: Inside, move: ChannelMove): Promise<void> {
  const { guild, member } = inside
  const channel = channelSeen(inside, move.id)
  const isNew = move.parentId !== undefined && (move.parentId !== channel.parentId || move.lockPermissions)
  const parent = isNew ? requireParent(inside, channel.type, move.parentId ?? null) : undefined
  await updateChannel(tx, channel.id, {
    ...(move.position !== undefined && { position: move.position }),
    ...(parent !== undefined && { parentId: parent?.id ?? null }),
  })
  if (!move.lockPermissions || !parent) return
  // What a category says may let people in or give bits: that is for who may say the same of the channel.
  const change = { channel, channelId: channel.id, before: channel.overwrites, after: parent.overwrites }
  if (!mayOverwrite(guild, member, change)) refuse(refusals.missing_permissions)
  await storeOverwrites(tx, guild, change)
}

/** What one does not see one cannot move. */
function channelSeen({ guild, member }: Inside, id: string): ChannelState {
  const channel = guild.channels.find((one) => one.id === id)
  return channel && maySee(guild, member, channel) ? channel : refuse(refusals.unknown_channel)
}
