import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

/** Raises the version too: what is judged by an older snapshot finds out. */
export async function markDeleted({ sql }: Tx, guildId: string, at: Date | null): Promise<void> {
  await sql`update guilds set deleted_at = ${at}, version = version + 1 where id = ${guildId}`
}

export interface DeletedGuildRow {
  readonly id: string
  readonly name: Buffer
  readonly deletedAt: Date
  readonly ownerAccount: string | null
}

/** Holds the row of a deleted guild until `tx` ends; null where it is not deleted. */
export async function lockDeleted({ sql }: Tx, guildId: string): Promise<DeletedGuildRow | null> {
  const [row] = await sql<DeletedGuildRow[]>`
    select g.id, g.name, g.deleted_at as "deletedAt", m.account_id as "ownerAccount"
    from guilds g join memberships m on m.ref = g.owner_ref
    where g.id = ${guildId} and g.deleted_at is not null for no key update of g`
  return row ?? null
}

/** The deleted guilds an account owns, the newest first. */
export async function listDeletedOf(
  { sql }: Connection<Schema>,
  accountId: string,
): Promise<DeletedGuildRow[]> {
  return sql<DeletedGuildRow[]>`
    select g.id, g.name, g.deleted_at as "deletedAt", m.account_id as "ownerAccount"
    from memberships m join guilds g on g.owner_ref = m.ref
    where m.account_id = ${accountId} and g.deleted_at is not null order by g.deleted_at desc, g.id`
}

/** The guilds that were deleted at a moment or before. */
export async function listDeletedBefore({ sql }: Connection<Schema>, moment: Date): Promise<string[]> {
  const rows = await sql<
    { id: string }[]
  >`select id from guilds where deleted_at <= ${moment} order by deleted_at`
  return rows.map((row) => row.id)
}

/** The next accounts in a guild above `after`, by id. */
export async function listAccountsIn(
  { sql }: Connection<Schema>,
  guildId: string,
  page: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await sql<{ account_id: string }[]>`
    select m.account_id from memberships m
    join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
    where m.guild_id = ${guildId} and m.account_id > ${page.after}
    order by m.account_id limit ${page.limit}`
  return rows.map((row) => row.account_id)
}
