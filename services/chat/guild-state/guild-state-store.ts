import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface GuildRow {
  id: string
  version: string
  guild_key_id: string
  name: Buffer
  owner_ref: string
  owner_account: string | null
}

export interface RoleRow {
  id: string
  name: Buffer
  permissions: string
  position: number
  color: number
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
  last_id: string | null
  last_number: string | null
}

export interface OverwriteRow {
  channel_id: string
  target: string
  type: number
  allow: string
  deny: string
}

export interface MemberRow {
  account_id: string
  ref: string
  content_key_id: string
  nick: Buffer | null
  joined_at: Date
}

export interface GuildRows {
  readonly guild: GuildRow
  readonly roles: readonly RoleRow[]
  readonly channels: readonly ChannelRow[]
  readonly overwrites: readonly OverwriteRow[]
  readonly members: readonly MemberRow[]
  readonly given: readonly { membership_ref: string; role_id: string }[]
}

/** Makes all that `tx` reads one moment of the database. Must be its first statement. */
export async function freeze(tx: Transaction<Schema>): Promise<void> {
  await tx.sql`set transaction isolation level repeatable read, read only`
}

/** Everything a snapshot is made of; null where there is no such guild. Members whose account was cut are left out. */
export async function findGuildRows(tx: Transaction<Schema>, guildId: string): Promise<GuildRows | null> {
  const { sql } = tx
  const [guilds, roles, channels, overwrites, members, given] = await Promise.all([
    sql<GuildRow[]>`
      select g.id, g.version, g.guild_key_id, g.name, g.owner_ref, m.account_id as owner_account
      from guilds g join memberships m on m.ref = g.owner_ref where g.id = ${guildId}`,
    sql<RoleRow[]>`
      select r.id, r.name, r.permissions, r.position, r.color, r.hoist, r.mentionable, r.managed_by_ref,
        m.account_id as bot_account
      from roles r left join memberships m on m.ref = r.managed_by_ref where r.guild_id = ${guildId}`,
    sql<ChannelRow[]>`
      select c.id, c.type, c.name, c.topic, c.position, c.parent_id, c.rate_limit_per_user, h.last_id, h.last_number
      from channels c left join channel_heads h on h.channel_id = c.id where c.guild_id = ${guildId}`,
    sql<OverwriteRow[]>`
      select channel_id, role_id as target, 0 as type, allow, deny from role_overwrites where guild_id = ${guildId}
      union all
      select o.channel_id, m.account_id as target, 1 as type, o.allow, o.deny
      from member_overwrites o join memberships m on m.ref = o.membership_ref
      where o.guild_id = ${guildId} and m.account_id is not null`,
    sql<MemberRow[]>`
      select m.account_id, m.ref, m.content_key_id, l.nick, l.joined_at
      from members l join memberships m on m.ref = l.membership_ref
      where l.guild_id = ${guildId} and m.account_id is not null order by l.joined_at, m.ref`,
    sql<{ membership_ref: string; role_id: string }[]>`
      select membership_ref, role_id from member_roles where guild_id = ${guildId} order by role_id`,
  ])
  const [guild] = guilds
  return guild ? { guild, roles, channels, overwrites, members, given } : null
}

/** Null where there is no such guild. */
export async function findVersion(connection: Connection<Schema>, guildId: string): Promise<string | null> {
  const row = await connection.kysely
    .selectFrom('guilds')
    .select('version')
    .where('id', '=', guildId)
    .executeTakeFirst()
  return row?.version ?? null
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
