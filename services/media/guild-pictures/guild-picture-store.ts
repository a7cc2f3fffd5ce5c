import type { Connection, Transaction } from '@alles/platform/postgres'
import type { GuildPictureUse } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'

export interface GuildPictureRow extends Omit<Schema['guild_pictures'], 'use'> {
  readonly use: Exclude<GuildPictureUse, 'member_avatar'>
}
export type MemberPictureRow = Schema['member_pictures']

export async function insertGuildPicture(tx: Transaction<Schema>, row: GuildPictureRow): Promise<void> {
  await tx.kysely.insertInto('guild_pictures').values(row).execute()
}

export async function insertMemberPicture(tx: Transaction<Schema>, row: MemberPictureRow): Promise<void> {
  await tx.kysely.insertInto('member_pictures').values(row).execute()
}

export async function findGuildPicture(
  on: Connection<Schema>,
  hash: string,
): Promise<GuildPictureRow | undefined> {
  const row = await on.kysely
    .selectFrom('guild_pictures')
    .selectAll()
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row as GuildPictureRow | undefined
}

/** The picture of an emoji or sticker, which has one for ever. */
export async function findPictureOf(
  on: Connection<Schema>,
  ownerId: string,
  use: 'emoji' | 'sticker',
): Promise<GuildPictureRow | undefined> {
  const row = await on.kysely
    .selectFrom('guild_pictures')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('use', '=', use)
    .executeTakeFirst()
  return row as GuildPictureRow | undefined
}

export async function findMemberPicture(
  on: Connection<Schema>,
  hash: string,
): Promise<MemberPictureRow | undefined> {
  return on.kysely.selectFrom('member_pictures').selectAll().where('hash', '=', hash).executeTakeFirst()
}

export async function listGuildPictures(
  on: Connection<Schema>,
  guildId: string,
  most: number,
): Promise<GuildPictureRow[]> {
  const rows = await on.kysely
    .selectFrom('guild_pictures')
    .selectAll()
    .where('guild_id', '=', guildId)
    .limit(most)
    .execute()
  return rows as GuildPictureRow[]
}

export async function listMemberPictures(
  on: Connection<Schema>,
  where: { readonly guildId: string } | { readonly keys: readonly string[] },
  most: number,
): Promise<MemberPictureRow[]> {
  if ('keys' in where && where.keys.length === 0) return []
  const all = on.kysely.selectFrom('member_pictures').selectAll().limit(most)
  return 'keys' in where
    ? all.where('key_id', 'in', where.keys).execute()
    : all.where('guild_id', '=', where.guildId).execute()
}

export async function removeGuildPictures(on: Connection<Schema>, hashes: readonly string[]): Promise<void> {
  if (hashes.length > 0) await on.kysely.deleteFrom('guild_pictures').where('hash', 'in', hashes).execute()
}

export async function removeMemberPictures(on: Connection<Schema>, hashes: readonly string[]): Promise<void> {
  if (hashes.length > 0) await on.kysely.deleteFrom('member_pictures').where('hash', 'in', hashes).execute()
}

/** Those of `hashes` that there are. */
export async function listKnownGuildPictures(
  on: Connection<Schema>,
  hashes: readonly string[],
): Promise<GuildPictureRow[]> {
  const rows = await on.kysely.selectFrom('guild_pictures').selectAll().where('hash', 'in', hashes).execute()
  return rows as GuildPictureRow[]
}

export async function listKnownMemberPictures(
  on: Connection<Schema>,
  hashes: readonly string[],
): Promise<MemberPictureRow[]> {
  return on.kysely.selectFrom('member_pictures').selectAll().where('hash', 'in', hashes).execute()
}
