import type { Connection, Transaction } from '@alles/platform/postgres'
import type { RelationshipType } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'

type Db = Connection<Schema>
type Tx = Transaction<Schema>

export interface RelationshipRow {
  readonly accountId: string
  readonly otherId: string
  readonly type: RelationshipType
  readonly since: Date
}

/** What an account thinks of others, by their ids. */
export async function listRelationshipsOf({ sql }: Db, accountId: string): Promise<RelationshipRow[]> {
  return sql<RelationshipRow[]>`
    select account_id as "accountId", other_id as "otherId", type, since from relationships
    where account_id = ${accountId} order by other_id`
}

export type Between = Readonly<Record<'own' | 'theirs', RelationshipType | null>>

/** What two accounts think of each other. */
export async function findBetween({ sql }: Db, accountId: string, otherId: string): Promise<Between> {
  const rows = await sql<RelationshipRow[]>`
    select account_id as "accountId", other_id as "otherId", type, since from relationships
    where (account_id = ${accountId} and other_id = ${otherId})
      or (account_id = ${otherId} and other_id = ${accountId})`
  const typeOf = (id: string) => rows.find((one) => one.accountId === id)?.type ?? null
  return { own: typeOf(accountId), theirs: typeOf(otherId) }
}

export async function putRelationship({ sql }: Tx, row: RelationshipRow): Promise<void> {
  await sql`
    insert into relationships (account_id, other_id, type, since)
    values (${row.accountId}, ${row.otherId}, ${row.type}, ${row.since})
    on conflict (account_id, other_id) do update set type = excluded.type, since = excluded.since`
}

export async function removeRelationship(
  { sql }: Tx,
  { accountId, otherId }: Pick<RelationshipRow, 'accountId' | 'otherId'>,
): Promise<void> {
  await sql`delete from relationships where account_id = ${accountId} and other_id = ${otherId}`
}

/** How many of a type an account has that began after `since`. */
export async function countRelationships(
  { sql }: Db,
  {
    accountId,
    type,
    since,
  }: { readonly accountId: string; readonly type: RelationshipType; readonly since: Date },
): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from relationships
    where account_id = ${accountId} and type = ${type} and since > ${since}`
  return row?.count ?? 0
}

/** Removes what others think of an account, and answers who did. */
export async function removeRelationshipsWith({ sql }: Db, accountId: string): Promise<string[]> {
  const rows = await sql<{ account_id: string }[]>`
    delete from relationships where other_id = ${accountId} returning account_id`
  return rows.map((row) => row.account_id)
}

/** The guilds two accounts share. */
export async function listSharedGuilds({ sql }: Db, accountId: string, otherId: string): Promise<string[]> {
  const rows = await sql<{ guild_id: string }[]>`
    select mine.guild_id from memberships mine
    join memberships theirs on theirs.guild_id = mine.guild_id and theirs.account_id = ${otherId} and theirs.present
    join guilds g on g.id = mine.guild_id and g.kind = 0
    where mine.account_id = ${accountId} and mine.present`
  return rows.map((row) => row.guild_id)
}

/** Whether two accounts have a friend in common. */
export async function haveSharedFriend({ sql }: Db, accountId: string, otherId: string): Promise<boolean> {
  const rows = await sql`
    select from relationships mine
    join relationships theirs on theirs.other_id = mine.other_id and theirs.account_id = ${otherId} and theirs.type = 1
    where mine.account_id = ${accountId} and mine.type = 1 limit 1`
  return rows.length > 0
}
