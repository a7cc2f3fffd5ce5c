import type { TestDatabase } from '@alles/platform/testing'

type Sql = TestDatabase['admin']

/** Puts this many members into a guild, who have no keys of their own and wrote nothing; their names are nobody's. */
export async function fillGuild(admin: Sql, guildId: string, count: number): Promise<void> {
  const first = (BigInt(guildId) % 1_000_000_000n) * 1_000_000n
  await admin`
    insert into memberships (ref, guild_id, account_id, content_key_id, present)
    select ${first.toString()}::bigint + n, ${guildId}, ${first.toString()}::bigint + n, 1, true
    from generate_series(1, ${count}::int) as n`
  await admin`
    insert into members (guild_id, membership_ref, joined_at)
    select ${guildId}, ${first.toString()}::bigint + n, now() from generate_series(1, ${count}::int) as n`
  await admin`update guilds set member_count = member_count + ${count} where id = ${guildId}`
}

/** Gives a role to all members of a guild but its owner. */
export async function giveToAll(admin: Sql, guildId: string, roleId: string): Promise<void> {
  await admin`
    insert into member_roles (guild_id, membership_ref, role_id)
    select l.guild_id, l.membership_ref, ${roleId} from members l join guilds g on g.id = l.guild_id
    where l.guild_id = ${guildId} and l.membership_ref <> g.owner_ref on conflict do nothing`
}

/** How many entries of tables and indexes about members have been read so far, by sessions that were told to say so. */
export async function readsOfMembers(admin: Sql): Promise<number> {
  const [row] = await admin<{ reads: string }[]>`
    select (select sum(seq_tup_read) from pg_stat_user_tables where relname = any (${tables}))
      + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = any (${tables})) as reads`
  return Number(row?.reads ?? 0)
}

const tables = ['members', 'memberships', 'member_roles']
