import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** A member as it is stored. */
export interface MemberRow {
  readonly guild_id: string
  readonly account_id: string
  readonly ref: string
  readonly content_key_id: string
  /** Sealed. */
  readonly nick: Buffer | null
  readonly joined_at: Date
  readonly pending: boolean
  readonly timed_out_until: Date | null
  readonly temporary: boolean
  readonly avatar: string | null
  readonly version: string
  /** Upwards. */
  readonly role_ids: string[]
}

/** Somebody who was asked for, whether or not they are a member, and the guild's `membersVersion` at that moment. */
export type AskedRow = Pick<MemberRow, 'guild_id' | 'account_id'> & {
  readonly members_version: string
} & (Omit<MemberRow, 'guild_id' | 'account_id'> | { readonly ref: null })

export function isMember(row: AskedRow): row is AskedRow & MemberRow {
  return row.ref !== null
}

export interface MemberKey {
  readonly guildId: string
  readonly accountId: string
}

const int8s = 1016
type Db = Connection<Schema>

/** What is stored of each of the members asked for; nothing of guilds that do not exist. */
export async function listMembersAsked({ sql }: Db, keys: readonly MemberKey[]): Promise<AskedRow[]> {
  const guilds = keys.map((key) => key.guildId)
  const accounts = keys.map((key) => key.accountId)
  return sql<AskedRow[]>`
    select asked.guild_id, asked.account_id, g.members_version, l.membership_ref as ref, m.content_key_id, l.nick,
      l.joined_at, l.pending, l.timed_out_until, l.temporary, l.avatar, l.version, ${rolesOfMember(sql)}
    from unnest(${sql.array(guilds, int8s)}::int8[], ${sql.array(accounts, int8s)}::int8[])
      as asked (guild_id, account_id)
    join guilds g on g.id = asked.guild_id and g.deleted_at is null
    left join memberships m on m.guild_id = asked.guild_id and m.account_id = asked.account_id and m.present
    left join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref`
}

/** An account as a member of each guild it is in, conversations and deleted guilds left out, by the guilds' ids. */
export async function listMembersOfAccount({ sql }: Db, accountId: string): Promise<AskedRow[]> {
  return sql<AskedRow[]>`
    select l.guild_id, m.account_id, g.members_version, m.ref, m.content_key_id, l.nick, l.joined_at, l.pending,
      l.timed_out_until, l.temporary, l.avatar, l.version, ${rolesOfMember(sql)}
    from memberships m
    join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
    join guilds g on g.id = m.guild_id and g.kind = 0 and g.deleted_at is null
    where m.account_id = ${accountId} order by m.guild_id`
}

/** A page of members by account id, upwards. */
export async function listMembersAfter(
  { sql }: Db,
  page: { readonly guildId: string; readonly after: string; readonly limit: number },
): Promise<MemberRow[]> {
  return sql<MemberRow[]>`
    select l.guild_id, m.account_id, m.ref, m.content_key_id, l.nick, l.joined_at, l.pending, l.timed_out_until,
      l.temporary, l.avatar, l.version, ${rolesOfMember(sql)}
    from memberships m join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
    where m.guild_id = ${page.guildId} and m.present and m.account_id > ${page.after}
    order by m.account_id limit ${page.limit}`
}

/** The membership of who joined first, some accounts left out, of those who have one of the roles where any are given. */
export async function findFirstJoined(
  { sql }: Db,
  guildId: string,
  who: { readonly without: readonly string[]; readonly roleIds: readonly string[] | null },
): Promise<string | null> {
  const { roleIds } = who
  const [row] = await sql<{ ref: string }[]>`
    select m.ref from members l join memberships m on m.ref = l.membership_ref
    where l.guild_id = ${guildId} and m.account_id is not null
      and m.account_id <> all (${sql.array([...who.without], int8s)}::int8[])
      ${
        roleIds
          ? sql`and l.membership_ref in (select membership_ref from member_roles
              where guild_id = ${guildId} and role_id = any (${sql.array([...roleIds], int8s)}::int8[]))`
          : sql``
      }
    order by l.joined_at, m.ref limit 1`
  return row?.ref ?? null
}

function rolesOfMember(sql: Db['sql']) {
  return sql`array(
    select r.role_id::text from member_roles r
    where r.guild_id = l.guild_id and r.membership_ref = l.membership_ref order by r.role_id) as role_ids`
}
