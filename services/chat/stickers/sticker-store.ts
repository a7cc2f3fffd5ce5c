import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

export interface NewSticker {
  readonly guildId: string
  readonly id: string
  readonly creatorRef: string
  readonly animated: boolean
  readonly picture: string
  readonly words: Buffer
}

export async function insertSticker({ kysely }: Tx, sticker: NewSticker): Promise<void> {
  await kysely
    .insertInto('stickers')
    .values({
      guild_id: sticker.guildId,
      id: sticker.id,
      creator_ref: sticker.creatorRef,
      animated: sticker.animated,
      picture: sticker.picture,
      words: sticker.words,
    })
    .execute()
}

interface StickerKey {
  readonly guildId: string
  readonly id: string
}

export async function updateStickerWords(
  { sql }: Tx,
  { guildId, id }: StickerKey,
  words: Buffer,
): Promise<void> {
  await sql`update stickers set words = ${words} where guild_id = ${guildId} and id = ${id}`
}

/** Answers the name of its picture. */
export async function removeSticker({ sql }: Tx, { guildId, id }: StickerKey): Promise<string | null> {
  const [row] = await sql<{ picture: string }[]>`
    delete from stickers where guild_id = ${guildId} and id = ${id} returning picture`
  return row?.picture ?? null
}

/** The memberships that made a guild's stickers, by sticker; null where that is not known any more. */
export async function listStickerCreators(
  { sql }: Connection<Schema>,
  guildId: string,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await sql<{ id: string; ref: string | null }[]>`
    select id, creator_ref as ref from stickers where guild_id = ${guildId}`
  return new Map(rows.map((row) => [row.id, row.ref]))
}

/** The guild of a sticker; null where there is no such sticker. */
export async function findGuildOfSticker({ sql }: Connection<Schema>, id: string): Promise<string | null> {
  const [row] = await sql<{ guild: string }[]>`select guild_id as guild from stickers where id = ${id}`
  return row?.guild ?? null
}
