import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

export interface NewEmoji {
  readonly guildId: string
  readonly id: string
  readonly creatorRef: string
  readonly animated: boolean
  readonly picture: string
  readonly name: Buffer
}

export async function insertEmoji({ kysely }: Tx, emoji: NewEmoji): Promise<void> {
  await kysely
    .insertInto('emojis')
    .values({
      guild_id: emoji.guildId,
      id: emoji.id,
      creator_ref: emoji.creatorRef,
      animated: emoji.animated,
      picture: emoji.picture,
      name: emoji.name,
    })
    .execute()
}

interface EmojiKey {
  readonly guildId: string
  readonly id: string
}

export async function updateEmojiName({ sql }: Tx, { guildId, id }: EmojiKey, name: Buffer): Promise<void> {
  await sql`update emojis set name = ${name} where guild_id = ${guildId} and id = ${id}`
}

export async function replaceEmojiRoles(
  { sql }: Tx,
  { guildId, id }: EmojiKey,
  roleIds: readonly string[],
): Promise<void> {
  await sql`delete from emoji_roles where guild_id = ${guildId} and emoji_id = ${id}`
  await sql`
    insert into emoji_roles (guild_id, emoji_id, role_id)
    select ${guildId}, ${id}, role_id from unnest(${sql.array([...new Set(roleIds)], 1016)}) as role_id`
}

/** Answers the name of its picture. */
export async function removeEmoji({ sql }: Tx, { guildId, id }: EmojiKey): Promise<string | null> {
  const [row] = await sql<{ picture: string }[]>`
    delete from emojis where guild_id = ${guildId} and id = ${id} returning picture`
  return row?.picture ?? null
}

/** The memberships that made a guild's emojis, by emoji; null where that is not known any more. */
export async function listEmojiCreators(
  { sql }: Connection<Schema>,
  guildId: string,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await sql<{ id: string; ref: string | null }[]>`
    select id, creator_ref as ref from emojis where guild_id = ${guildId}`
  return new Map(rows.map((row) => [row.id, row.ref]))
}

/** The guild of an emoji; null where there is no such emoji. */
export async function findGuildOfEmoji({ sql }: Connection<Schema>, id: string): Promise<string | null> {
  const [row] = await sql<{ guild: string }[]>`select guild_id as guild from emojis where id = ${id}`
  return row?.guild ?? null
}
