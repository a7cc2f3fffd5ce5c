import type { Selectable } from 'kysely'
import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface GuildRow {
  id: string
  kind: number
  version: string
  threads_version: string
  members_version: string
  member_count: number
  guild_key_id: string
  name: Buffer
  owner_ref: string
  owner_account: string | null
  description: Buffer | null
  icon: string | null
  banner: string | null
  system_channel_id: string | null
  system_channel_flags: number
  rules_channel_id: string | null
  public_updates_channel_id: string | null
  verification_level: number
  default_message_notifications: number
  nsfw_level: number
  preferred_locale: string
  invites_disabled: boolean
  link_previews: boolean
  screening: boolean
  vanity_code: Buffer | null
}

export interface RoleRow {
  id: string
  name: Buffer
  permissions: string
  position: number
  color: number
  icon: string | null
  unicode_emoji: Buffer | null
  hoist: boolean
  mentionable: boolean
  managed_by_ref: string | null
  bot_account: string | null
}

export interface ChannelRow {
  id: string
  type: number
  name: Buffer
  topic: Buffer | null
  position: number
  parent_id: string | null
  rate_limit_per_user: number
  nsfw: boolean
  flags: number
  thread_rate_limit_per_user: number
  auto_archive_minutes: number | null
  forum: Buffer | null
  last_id: string | null
  last_number: string | null
  last_pin_at: Date | null
}

/** A thread: its channel, its head and what it has beyond both. */
export interface ThreadRow extends Selectable<Schema['threads']> {
  id: string
  type: number
  name: Buffer
  rate_limit_per_user: number
  flags: number
  owner_account: string | null
  last_id: string | null
  last_number: string | null
  last_pin_at: Date | null
}

export interface OverwriteRow {
  channel_id: string
  target: string
  type: number
  allow: string
  deny: string
}

export interface RecipientRow {
  account_id: string | null
  ref: string
  present: boolean
  hidden: boolean
}

export interface EmojiRow {
  id: string
  name: Buffer
  animated: boolean
  role_ids: string[]
}

export interface StickerRow {
  id: string
  words: Buffer
  animated: boolean
}

export interface GuildRows {
  readonly guild: GuildRow
  readonly roles: readonly RoleRow[]
  readonly channels: readonly ChannelRow[]
  /** The active ones. */
  readonly threads: readonly ThreadRow[]
  readonly overwrites: readonly OverwriteRow[]
  readonly recipients: readonly RecipientRow[]
  readonly emojis: readonly EmojiRow[]
  readonly stickers: readonly StickerRow[]
}

/** Makes all that `tx` reads one moment of the database. Must be its first statement. */
export async function freeze(tx: Transaction<Schema>): Promise<void> {
  await tx.sql`set transaction isolation level repeatable read, read only`
}

/** Everything a snapshot is made of; null where there is no such guild, or it is deleted. */
export async function findGuildRows(tx: Transaction<Schema>, guildId: string): Promise<GuildRows | null> {
  const { sql } = tx
  const [guilds, roles, channels, threads, overwrites, recipients, emojis, stickers] = await Promise.all([
    sql<GuildRow[]>`
      select g.id, g.kind, g.version, g.members_version, g.threads_version, g.member_count, g.guild_key_id, g.name,
        g.owner_ref, m.account_id as owner_account, g.description,
        g.icon, g.banner, g.system_channel_id, g.system_channel_flags, g.rules_channel_id,
        g.public_updates_channel_id, g.verification_level, g.default_message_notifications, g.nsfw_level,
        g.preferred_locale, g.invites_disabled, g.link_previews, g.screening, g.vanity_code
      from guilds g join memberships m on m.ref = g.owner_ref where g.id = ${guildId} and g.deleted_at is null`,
    sql<RoleRow[]>`
      select r.id, r.name, r.permissions, r.position, r.color, r.icon, r.unicode_emoji, r.hoist, r.mentionable,
        r.managed_by_ref, m.account_id as bot_account
      from roles r left join memberships m on m.ref = r.managed_by_ref where r.guild_id = ${guildId}`,
    sql<ChannelRow[]>`
      select c.id, c.type, c.name, c.topic, c.position, c.parent_id, c.rate_limit_per_user, c.nsfw, c.flags,
        c.thread_rate_limit_per_user, c.auto_archive_minutes, c.forum, h.last_id, h.last_number, h.last_pin_at
      from channels c left join channel_heads h on h.channel_id = c.id
      where c.guild_id = ${guildId} and c.type not in (10, 11, 12)`,
    listActiveThreadRows(tx, guildId),
    sql<OverwriteRow[]>`
      select channel_id, role_id as target, 0 as type, allow, deny from role_overwrites where guild_id = ${guildId}
      union all
      select o.channel_id, m.account_id as target, 1 as type, o.allow, o.deny
      from member_overwrites o join memberships m on m.ref = o.membership_ref
      where o.guild_id = ${guildId} and m.account_id is not null`,
    // Of a guild, whose members are many, none is looked at.
    sql<RecipientRow[]>`
      select m.account_id, m.ref, m.present, coalesce(l.hidden, false) as hidden
      from memberships m left join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
      where m.guild_id = ${guildId} and exists (select from guilds where id = ${guildId} and kind <> 0)
      order by l.joined_at, m.ref`,
    sql<EmojiRow[]>`
      select e.id, e.name, e.animated, array(
        select role_id from emoji_roles r where r.guild_id = e.guild_id and r.emoji_id = e.id order by role_id
      )::text[] as role_ids
      from emojis e where e.guild_id = ${guildId} order by e.id`,
    sql<StickerRow[]>`select id, words, animated from stickers where guild_id = ${guildId} order by id`,
  ])
  const [guild] = guilds
  return guild ? { guild, roles, channels, threads, overwrites, recipients, emojis, stickers } : null
}

function listActiveThreadRows({ sql }: Connection<Schema>, guildId: string): Promise<ThreadRow[]> {
  return sql<ThreadRow[]>`
    select t.*, c.id, c.type, c.name, c.rate_limit_per_user, c.flags, h.last_id, h.last_number, h.last_pin_at,
      m.account_id as owner_account
    from threads t join channels c on c.id = t.channel_id
    left join channel_heads h on h.channel_id = c.id left join memberships m on m.ref = t.owner_ref
    where t.guild_id = ${guildId} and not t.archived order by t.channel_id`
}

/** Threads of a guild by their ids, archived or not, in no order. */
export async function listThreadRows(
  { sql }: Connection<Schema>,
  guildId: string,
  threadIds: readonly string[],
): Promise<ThreadRow[]> {
  if (threadIds.length === 0) return []
  return sql<ThreadRow[]>`
    select t.*, c.id, c.type, c.name, c.rate_limit_per_user, c.flags, h.last_id, h.last_number, h.last_pin_at,
      m.account_id as owner_account
    from threads t join channels c on c.id = t.channel_id
    left join channel_heads h on h.channel_id = c.id left join memberships m on m.ref = t.owner_ref
    where t.channel_id = any (${sql.array([...threadIds], 1016)}::int8[]) and t.guild_id = ${guildId}`
}

/** The accounts that are in a thread. */
export async function listAccountsInThread({ sql }: Connection<Schema>, threadId: string): Promise<string[]> {
  const rows = await sql<{ account_id: string }[]>`
    select m.account_id from thread_members t join memberships m on m.ref = t.membership_ref
    where t.channel_id = ${threadId} and m.account_id is not null`
  return rows.map((row) => row.account_id)
}

export async function followsThread(
  { sql }: Connection<Schema>,
  threadId: string,
  ref: string,
): Promise<boolean> {
  const rows = await sql`
    select 1 from thread_members where channel_id = ${threadId} and membership_ref = ${ref}`
  return rows.length > 0
}

/** What changes most often of a guild. */
export interface GuildVersions {
  readonly version: string
  readonly membersVersion: string
  readonly threadsVersion: string
  readonly memberCount: number
}

/** Null where there is no such guild, or it is deleted. */
export async function findVersions(
  { sql }: Connection<Schema>,
  guildId: string,
): Promise<GuildVersions | null> {
  const [row] = await sql<GuildVersions[]>`
    select version, members_version as "membersVersion", threads_version as "threadsVersion",
      member_count as "memberCount"
    from guilds where id = ${guildId} and deleted_at is null`
  return row ?? null
}

/** Where channels are that anything was written in. */
export async function listHeads(
  { sql }: Connection<Schema>,
  guildId: string,
): Promise<readonly { readonly channelId: string; readonly id: string; readonly number: number }[]> {
  return sql<{ channelId: string; id: string; number: number }[]>`
    select h.channel_id as "channelId", h.last_id as id, h.last_number::float8 as number
    from channels c join channel_heads h on h.channel_id = c.id
    where c.guild_id = ${guildId} and c.type not in (10, 11, 12) and h.last_number > 0
    union all
    select h.channel_id, h.last_id, h.last_number::float8
    from threads t join channel_heads h on h.channel_id = t.channel_id
    where t.guild_id = ${guildId} and not t.archived and h.last_number > 0`
}

export async function findGuildOfChannel(
  connection: Connection<Schema>,
  channelId: string,
): Promise<string | null> {
  const row = await connection.kysely
    .selectFrom('channels')
    .select('guild_id')
    .where('id', '=', channelId)
    .executeTakeFirst()
  return row?.guild_id ?? null
}
