import type { Updateable } from 'kysely'
import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

/** Holds back other joins of the same account, and its leaving everything, until `tx` ends. */
export async function lockAccount({ sql }: Tx, accountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${accountId}::bigint)`
}

/** Deleted ones, which can be restored, are left out. */
export async function countGuildsOf({ sql }: Connection<Schema>, accountId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from memberships m
    join guilds g on g.id = m.guild_id and g.kind = 0 and g.deleted_at is null
    where m.account_id = ${accountId} and m.present`
  return row?.count ?? 0
}

export interface MembershipRow {
  readonly ref: string
  readonly contentKeyId: string
}

/** An account's membership of a guild, past ones included. */
export async function findMembership(
  { sql }: Connection<Schema>,
  guildId: string,
  accountId: string,
): Promise<MembershipRow | null> {
  const [row] = await sql<{ ref: string; content_key_id: string }[]>`
    select ref, content_key_id from memberships where guild_id = ${guildId} and account_id = ${accountId}`
  return row ? { ref: row.ref, contentKeyId: row.content_key_id } : null
}

/** Accounts that are members of a guild and joined it since a moment. */
export async function listJoinedSince(
  { sql }: Connection<Schema>,
  guildId: string,
  since: Date,
): Promise<string[]> {
  const rows = await sql<{ account_id: string }[]>`
    select m.account_id from members l join memberships m on m.ref = l.membership_ref
    where l.guild_id = ${guildId} and l.joined_at >= ${since} and m.account_id is not null`
  return rows.map((row) => row.account_id)
}

/** All memberships of an account, past ones and those of conversations included. */
export async function listMembershipsOf(
  { sql }: Connection<Schema>,
  accountId: string,
): Promise<{ readonly ref: string; readonly guildId: string; readonly isGuild: boolean }[]> {
  return sql<{ ref: string; guildId: string; isGuild: boolean }[]>`
    select m.ref, m.guild_id as "guildId", g.kind = 0 as "isGuild"
    from memberships m join guilds g on g.id = m.guild_id
    where m.account_id = ${accountId} order by m.guild_id`
}

export async function listContentKeysOf({ sql }: Connection<Schema>, accountId: string): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    select content_key_id as key from memberships where account_id = ${accountId} order by guild_id`
  return rows.map(({ key }) => key)
}

export interface Visit {
  readonly guildId: string
  readonly accountId: string
}

/** The guilds that some accounts came to for a visit, and have no role in. */
export async function listVisitsOf(
  { sql }: Connection<Schema>,
  accountIds: readonly string[],
): Promise<readonly Visit[]> {
  return sql<Visit[]>`
    select l.guild_id as "guildId", m.account_id as "accountId" from memberships m
    join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
    where m.account_id = any (${sql.array([...accountIds], 1016)}) and l.temporary and not exists (
      select from member_roles r where r.guild_id = l.guild_id and r.membership_ref = l.membership_ref)
    order by l.guild_id, m.account_id`
}

export interface NewMembership extends MembershipRow {
  readonly guildId: string
  readonly accountId: string
}

/** Answers the account's membership: the given one, or the one it had before. */
export async function insertMembership({ sql }: Tx, membership: NewMembership): Promise<MembershipRow> {
  const [row] = await sql<{ ref: string; content_key_id: string }[]>`
    insert into memberships (ref, guild_id, account_id, content_key_id)
    values (${membership.ref}, ${membership.guildId}, ${membership.accountId}, ${membership.contentKeyId})
    on conflict (guild_id, account_id) do update set account_id = excluded.account_id
    returning ref, content_key_id`
  if (!row) throw new Error('a membership was neither made nor found')
  return { ref: row.ref, contentKeyId: row.content_key_id }
}

export async function insertMember(
  { sql }: Tx,
  member: {
    readonly guildId: string
    readonly ref: string
    readonly at: Date
    readonly pending: boolean
    readonly temporary: boolean
  },
): Promise<void> {
  await sql`
    with present as (update memberships set present = true where ref = ${member.ref})
    insert into members (guild_id, membership_ref, joined_at, pending, temporary)
    values (${member.guildId}, ${member.ref}, ${member.at}, ${member.pending}, ${member.temporary})`
}

/** Takes a member out, with nickname and roles. The membership stays for what it wrote. */
export async function removeMember({ sql }: Tx, guildId: string, ref: string): Promise<void> {
  await sql`
    with absent as (update memberships set present = false where ref = ${ref})
    delete from members where guild_id = ${guildId} and membership_ref = ${ref}`
}

/** Notes that members changed in this version of their guild's membership. */
export async function stampMembers(
  { sql }: Tx,
  guildId: string,
  { refs, version }: { readonly refs: readonly string[]; readonly version: string },
): Promise<void> {
  if (refs.length === 0) return
  await sql`
    update members set version = ${version}
    where guild_id = ${guildId} and membership_ref = any (${sql.array([...refs], 1016)})`
}

export async function updateNick(
  { kysely }: Tx,
  member: { readonly guildId: string; readonly ref: string; readonly nick: Buffer | null },
): Promise<void> {
  await kysely
    .updateTable('members')
    .set({ nick: member.nick })
    .where('guild_id', '=', member.guildId)
    .where('membership_ref', '=', member.ref)
    .execute()
}

/** What to change of a member's own row; absent fields stay. */
export async function updateMember(
  { kysely }: Tx,
  member: { readonly guildId: string; readonly ref: string },
  change: Updateable<Schema['members']>,
): Promise<void> {
  await kysely
    .updateTable('members')
    .set(change)
    .where('guild_id', '=', member.guildId)
    .where('membership_ref', '=', member.ref)
    .execute()
}

export interface RolesOfMember {
  readonly guildId: string
  readonly ref: string
  readonly roleIds: readonly string[]
}

export async function insertMemberRoles({ sql }: Tx, given: RolesOfMember): Promise<void> {
  if (given.roleIds.length === 0) return
  await sql`
    insert into member_roles (guild_id, membership_ref, role_id)
    select ${given.guildId}, ${given.ref}, role_id from unnest(${sql.array([...given.roleIds], 1016)}) as role_id
    on conflict do nothing`
}

export async function removeMemberRoles({ sql }: Tx, taken: RolesOfMember): Promise<void> {
  if (taken.roleIds.length === 0) return
  await sql`
    delete from member_roles where guild_id = ${taken.guildId} and membership_ref = ${taken.ref}
      and role_id = any (${sql.array([...taken.roleIds], 1016)})`
}
