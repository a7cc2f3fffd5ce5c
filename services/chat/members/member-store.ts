import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

/** Holds back other joins of the same account, and its leaving everything, until `tx` ends. */
export async function lockAccount({ sql }: Tx, accountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${accountId}::bigint)`
}

export async function countGuildsOf({ sql }: Connection<Schema>, accountId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from memberships where account_id = ${accountId} and present`
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

/** All memberships of an account, past ones included. */
export async function listMembershipsOf(
  { sql }: Connection<Schema>,
  accountId: string,
): Promise<{ readonly ref: string; readonly guildId: string }[]> {
  return sql<{ ref: string; guildId: string }[]>`
    select ref, guild_id as "guildId" from memberships where account_id = ${accountId} order by guild_id`
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
  { guildId, ref, at }: { readonly guildId: string; readonly ref: string; readonly at: Date },
): Promise<void> {
  await sql`
    with present as (update memberships set present = true where ref = ${ref})
    insert into members (guild_id, membership_ref, joined_at) values (${guildId}, ${ref}, ${at})`
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
