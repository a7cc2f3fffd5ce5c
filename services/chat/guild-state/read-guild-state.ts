import type { Sealer } from '@alles/platform/catalogue'
import { timeOf } from '@alles/platform/ids'
import type { Transaction } from '@alles/platform/postgres'
import { catalogue } from '../catalogue.ts'
import {
  compareRoles,
  type ChannelState,
  type ChannelType,
  type ConversationType,
  type ForumState,
  type GuildKind,
  type GuildState,
  type OverwriteState,
  type RecipientState,
  type RoleState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { findGuildRows, type ChannelRow, type GuildRows } from './guild-state-store.ts'
import { autoArchive, openThreads } from './open-threads.ts'
import { openEmojis, openSettings, openStickers } from './open-settings.ts'

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
  const [[name], settings, roles, emojis, stickers, { channels, threads }] = await Promise.all([
    sealer.open(tables.guilds, 'name', [{ row: guildId, sealed: rows.guild.name }]),
    openSettings(sealer, rows.guild),
    openRoles(sealer, guildId, rows),
    openEmojis(sealer, guildId, rows.emojis),
    openStickers(sealer, guildId, rows.stickers),
    openAll(sealer, rows),
  ])
  if (typeof name !== 'string') return null
  const kind = guildKind(rows.guild.kind)
  return {
    id: guildId,
    kind,
    name,
    ownerId: rows.guild.owner_account ?? rows.guild.owner_ref,
    version: rows.guild.version,
    membersVersion: rows.guild.members_version,
    threadsVersion: rows.guild.threads_version,
    memberCount: rows.guild.member_count,
    keyId: rows.guild.guild_key_id,
    settings,
    roles,
    emojis,
    stickers,
    channels,
    threads: new Map(threads.map((thread) => [thread.id, thread])),
    recipients: recipientsOf(kind, rows),
    createdAt: timeOf(guildId),
  }
}

function guildKind(kind: number): GuildKind {
  return kind === 1 || kind === 3 ? kind : 0
}

/** Who left a group is not in it any more; of two, the other one stays shown. */
function recipientsOf(kind: GuildKind, { recipients }: GuildRows): RecipientState[] {
  return recipients
    .filter((one) => kind === 1 || one.present)
    .map((one) => ({
      accountId: one.account_id,
      membershipRef: one.ref,
      present: one.present,
      hidden: one.hidden,
    }))
}

async function openRoles(sealer: Sealer, guildId: string, rows: GuildRows): Promise<RoleState[]> {
  const row = (id: string) => `${guildId}:${id}`
  const withEmoji = rows.roles.flatMap((one) =>
    one.unicode_emoji ? [{ row: row(one.id), sealed: one.unicode_emoji }] : [],
  )
  const [names, opened] = await Promise.all([
    sealer.open(
      tables.roles,
      'name',
      rows.roles.map((role) => ({ row: row(role.id), sealed: role.name })),
    ),
    sealer.open(tables.roles, 'unicode_emoji', withEmoji),
  ])
  const emojis = new Map(withEmoji.map((one, index) => [one.row, opened[index] ?? null]))
  const roles = rows.roles.map((role, index) => ({
    id: role.id,
    name: names[index] ?? '',
    permissions: BigInt(role.permissions),
    position: role.position,
    color: role.color,
    icon: role.icon,
    unicodeEmoji: emojis.get(row(role.id)) ?? null,
    hoist: role.hoist,
    mentionable: role.mentionable,
    managed: role.managed_by_ref !== null,
    botId: role.bot_account,
  }))
  return roles.toSorted(compareRoles)
}

async function openAll(sealer: Sealer, rows: GuildRows) {
  const channels = await openChannels(sealer, rows)
  return { channels, threads: await openThreads(sealer, rows.threads, channels) }
}

async function openChannels(sealer: Sealer, rows: GuildRows): Promise<ChannelState[]> {
  const withTopic = rows.channels.flatMap((one) =>
    one.topic === null ? [] : [{ row: one.id, sealed: one.topic }],
  )
  const withForum = rows.channels.flatMap((one) =>
    one.forum === null ? [] : [{ row: one.id, sealed: one.forum }],
  )
  const openingForums: Promise<(ForumState | null)[]> = sealer.open(tables.channels, 'forum', withForum)
  const [names, opened, openedForums] = await Promise.all([
    sealer.open(
      tables.channels,
      'name',
      rows.channels.map((channel) => ({ row: channel.id, sealed: channel.name })),
    ),
    sealer.open(tables.channels, 'topic', withTopic),
    openingForums,
  ])
  const forums = new Map(withForum.map((one, index) => [one.row, openedForums[index] ?? null]))
  const topics = new Map(withTopic.map((one, index) => [one.row, opened[index] ?? null]))
  const overwrites = Map.groupBy(rows.overwrites, (one) => one.channel_id)
  const channels = rows.channels.map((channel, index) => ({
    id: channel.id,
    type: typeOf(channel),
    name: names[index] ?? '',
    topic: topics.get(channel.id) ?? null,
    position: channel.position,
    parentId: channel.parent_id,
    rateLimitPerUser: channel.rate_limit_per_user,
    nsfw: channel.nsfw,
    flags: channel.flags,
    threadRateLimit: channel.thread_rate_limit_per_user,
    autoArchiveMinutes: autoArchive(channel.auto_archive_minutes),
    forum: forums.get(channel.id) ?? null,
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
    lastPinAt: channel.last_pin_at?.getTime() ?? null,
    thread: null,
  }))
  return channels.toSorted(byPosition)
}

function typeOf({ type }: ChannelRow): ChannelType | ConversationType {
  return type === 1 || type === 3 || type === 4 || type === 5 || type === 15 ? type : 0
}

function byPosition(a: { position: number; id: string }, b: { position: number; id: string }): number {
  return a.position - b.position || byId(a, b)
}

function byId(a: { id: string }, b: { id: string }): number {
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1
}
