import type { Sealer } from '@alles/platform/catalogue'
import { timeOf } from '@alles/platform/ids'
import type { Transaction } from '@alles/platform/postgres'
import { catalogue } from '../catalogue.ts'
import {
  compareRoles,
  type ChannelState,
  type GuildState,
  type OverwriteState,
  type RoleState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { findGuildRows, type GuildRows } from './guild-state-store.ts'

const { tables } = catalogue

/**
 * Makes a snapshot of what `tx` sees. Null where there is no such guild, or its key was destroyed and only rows that
 * nobody can read are left of it.
 */
export async function readGuildState(
  tx: Transaction<Schema>,
  sealer: Sealer,
  guildId: string,
): Promise<GuildState | null> {
  const rows = await findGuildRows(tx, guildId)
  if (!rows) return null
  const [[name], roles, channels] = await Promise.all([
    sealer.open(tables.guilds, 'name', [{ row: guildId, sealed: rows.guild.name }]),
    openRoles(sealer, guildId, rows),
    openChannels(sealer, rows),
  ])
  if (typeof name !== 'string') return null
  return {
    id: guildId,
    name,
    ownerId: rows.guild.owner_account ?? rows.guild.owner_ref,
    version: rows.guild.version,
    membersVersion: rows.guild.members_version,
    memberCount: rows.guild.member_count,
    keyId: rows.guild.guild_key_id,
    roles,
    channels,
    createdAt: timeOf(guildId),
  }
}

async function openRoles(sealer: Sealer, guildId: string, rows: GuildRows): Promise<RoleState[]> {
  const names = await sealer.open(
    tables.roles,
    'name',
    rows.roles.map((role) => ({ row: `${guildId}:${role.id}`, sealed: role.name })),
  )
  const roles = rows.roles.map((role, index) => ({
    id: role.id,
    name: names[index] ?? '',
    permissions: BigInt(role.permissions),
    position: role.position,
    color: role.color,
    hoist: role.hoist,
    mentionable: role.mentionable,
    managed: role.managed_by_ref !== null,
    botId: role.bot_account,
  }))
  return roles.toSorted(compareRoles)
}

async function openChannels(sealer: Sealer, rows: GuildRows): Promise<ChannelState[]> {
  const withTopic = rows.channels.flatMap((one) =>
    one.topic === null ? [] : [{ row: one.id, sealed: one.topic }],
  )
  const [names, opened] = await Promise.all([
    sealer.open(
      tables.channels,
      'name',
      rows.channels.map((channel) => ({ row: channel.id, sealed: channel.name })),
    ),
    sealer.open(tables.channels, 'topic', withTopic),
  ])
  const topics = new Map(withTopic.map((one, index) => [one.row, opened[index] ?? null]))
  const overwrites = Map.groupBy(rows.overwrites, (one) => one.channel_id)
  const channels = rows.channels.map((channel, index) => ({
    id: channel.id,
    type: channel.type === 4 ? (4 as const) : (0 as const),
    name: names[index] ?? '',
    topic: topics.get(channel.id) ?? null,
    position: channel.position,
    parentId: channel.parent_id,
    rateLimitPerUser: channel.rate_limit_per_user,
    overwrites: (overwrites.get(channel.id) ?? [])
      .map((one): OverwriteState => ({
        id: one.target,
        type: one.type === 1 ? 1 : 0,
        allow: BigInt(one.allow),
        deny: BigInt(one.deny),
      }))
      .toSorted((a, b) => byId(a, b)),
    lastMessageId: channel.last_id,
    lastNumber: Number(channel.last_number ?? 0),
  }))
  return channels.toSorted(byPosition)
}

function byPosition(a: { position: number; id: string }, b: { position: number; id: string }): number {
  return a.position - b.position || byId(a, b)
}

function byId(a: { id: string }, b: { id: string }): number {
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1
}
