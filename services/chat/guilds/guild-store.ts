import type { Updateable } from 'kysely'
import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { GuildVersions } from '../guild-state/guild-state-store.ts'

type Tx = Transaction<Schema>

/** Holds the guild's row until `tx` ends and answers its versions; null where there is no such guild, or it is deleted. */
export async function lockGuild({ sql }: Tx, guildId: string): Promise<GuildVersions | null> {
  const [row] = await sql<GuildVersions[]>`
    select version, members_version as "membersVersion", threads_version as "threadsVersion",
      member_count as "memberCount"
    from guilds where id = ${guildId} and deleted_at is null for no key update`
  return row ?? null
}

/** What a change raises of a guild. */
export interface Raise {
  readonly structure: boolean
  readonly threads: boolean
  readonly members: boolean
  /** How many members more. */
  readonly joined: number
}

export async function raiseVersions({ sql }: Tx, guildId: string, raise: Raise): Promise<GuildVersions> {
  const [row] = await sql<GuildVersions[]>`
    update guilds set version = version + ${raise.structure ? 1 : 0},
      threads_version = threads_version + ${raise.threads ? 1 : 0},
      members_version = members_version + ${raise.members ? 1 : 0}, member_count = member_count + ${raise.joined}
    where id = ${guildId}
    returning version, members_version as "membersVersion", threads_version as "threadsVersion",
      member_count as "memberCount"`
  if (!row) throw new Error('a guild went away while its row was held')
  return row
}

export interface NewGuild {
  readonly id: string
  readonly ownerRef: string
  readonly keyId: string
  readonly name: Buffer
}

/** With one member, its owner, who may come later in the same transaction. */
export async function insertGuild({ kysely }: Tx, guild: NewGuild): Promise<void> {
  await kysely
    .insertInto('guilds')
    .values({
      id: guild.id,
      owner_ref: guild.ownerRef,
      guild_key_id: guild.keyId,
      name: guild.name,
      member_count: 1,
    })
    .execute()
}

/** What to change of a guild's own row; absent fields stay. */
export type GuildChange = Updateable<Schema['guilds']>

export async function updateGuild({ kysely }: Tx, guildId: string, change: GuildChange): Promise<void> {
  if (Object.keys(change).length === 0) return
  await kysely.updateTable('guilds').set(change).where('id', '=', guildId).execute()
}

export async function updateGuildOwner({ kysely }: Tx, guildId: string, ownerRef: string): Promise<void> {
  await kysely.updateTable('guilds').set({ owner_ref: ownerRef }).where('id', '=', guildId).execute()
}

/** With everything in it but its messages. */
export async function removeGuild({ kysely }: Tx, guildId: string): Promise<void> {
  await kysely.deleteFrom('guilds').where('id', '=', guildId).execute()
}

/** Without threads, which go by themselves. */
export async function listTextChannels({ sql }: Tx, guildId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from channels where guild_id = ${guildId} and type not in (4, 10, 11, 12) order by id`
  return rows.map((row) => row.id)
}

/** The keys of everything written in a guild, its own included. */
export async function listKeysOfGuild({ sql }: Tx, guildId: string): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    select guild_key_id as key from guilds where id = ${guildId}
    union all select content_key_id from memberships where guild_id = ${guildId}`
  return rows.map((row) => row.key)
}
