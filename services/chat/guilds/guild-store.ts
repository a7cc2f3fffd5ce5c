import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

/** Holds the guild's row until `tx` ends and answers its version; null where there is no such guild. */
export async function lockGuild({ sql }: Tx, guildId: string): Promise<string | null> {
  const [row] = await sql<
    { version: string }[]
  >`select version from guilds where id = ${guildId} for no key update`
  return row?.version ?? null
}

export async function raiseVersion({ sql }: Tx, guildId: string): Promise<string> {
  const [row] = await sql<{ version: string }[]>`
    update guilds set version = version + 1 where id = ${guildId} returning version`
  if (!row) throw new Error('a guild went away while its row was held')
  return row.version
}

export interface NewGuild {
  readonly id: string
  readonly ownerRef: string
  readonly keyId: string
  readonly name: Buffer
}

/** Its owner's membership may come later in the same transaction. */
export async function insertGuild({ kysely }: Tx, guild: NewGuild): Promise<void> {
  await kysely
    .insertInto('guilds')
    .values({ id: guild.id, owner_ref: guild.ownerRef, guild_key_id: guild.keyId, name: guild.name })
    .execute()
}

export async function updateGuildName({ kysely }: Tx, guildId: string, name: Buffer): Promise<void> {
  await kysely.updateTable('guilds').set({ name }).where('id', '=', guildId).execute()
}

export async function updateGuildOwner({ kysely }: Tx, guildId: string, ownerRef: string): Promise<void> {
  await kysely.updateTable('guilds').set({ owner_ref: ownerRef }).where('id', '=', guildId).execute()
}

/** With everything in it but its messages. */
export async function removeGuild({ kysely }: Tx, guildId: string): Promise<void> {
  await kysely.deleteFrom('guilds').where('id', '=', guildId).execute()
}

/** The keys of everything written in a guild, its own included. */
export async function listKeysOfGuild({ sql }: Tx, guildId: string): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    select guild_key_id as key from guilds where id = ${guildId}
    union all select content_key_id from memberships where guild_id = ${guildId}`
  return rows.map((row) => row.key)
}

/** The guilds an account is in now, by id. */
export async function listGuildsOf({ sql }: Connection<Schema>, accountId: string): Promise<string[]> {
  const rows = await sql<{ guild_id: string }[]>`
    select m.guild_id from memberships m
    join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
    where m.account_id = ${accountId} order by m.guild_id`
  return rows.map((row) => row.guild_id)
}
