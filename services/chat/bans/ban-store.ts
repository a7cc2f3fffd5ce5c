import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Db = Connection<Schema>
type Tx = Transaction<Schema>

export interface BanRow {
  readonly guildId: string
  readonly membershipRef: string
  readonly accountId: string
  /** Sealed. */
  readonly reason: Buffer | null
}

interface BanKey {
  readonly guildId: string
  readonly membershipRef: string
}

/** False where it is banned already: that ban stays as it is. */
export async function insertBan(
  { sql }: Tx,
  ban: BanKey & { readonly at: Date; readonly reason: Buffer | null },
): Promise<boolean> {
  const { count } = await sql`
    insert into bans (guild_id, membership_ref, banned_at, reason)
    values (${ban.guildId}, ${ban.membershipRef}, ${ban.at}, ${ban.reason})
    on conflict do nothing`
  return count > 0
}

export async function removeBan({ kysely }: Tx, { guildId, membershipRef }: BanKey): Promise<void> {
  await kysely
    .deleteFrom('bans')
    .where('guild_id', '=', guildId)
    .where('membership_ref', '=', membershipRef)
    .execute()
}

export async function findBan({ sql }: Db, guildId: string, accountId: string): Promise<BanRow | null> {
  const [row] = await sql<BanRow[]>`
    select b.guild_id as "guildId", b.membership_ref as "membershipRef", m.account_id as "accountId", b.reason
    from memberships m join bans b on b.guild_id = m.guild_id and b.membership_ref = m.ref
    where m.guild_id = ${guildId} and m.account_id = ${accountId}`
  return row ?? null
}

/** The account of a membership, and whether it is banned; null where the membership is gone or names nobody. */
export async function findBanState(
  { sql }: Db,
  { guildId, membershipRef }: BanKey,
): Promise<{ readonly accountId: string; readonly banned: boolean } | null> {
  const [row] = await sql<{ accountId: string; banned: boolean }[]>`
    select m.account_id as "accountId",
      exists (select from bans b where b.guild_id = m.guild_id and b.membership_ref = m.ref) as banned
    from memberships m where m.ref = ${membershipRef} and m.guild_id = ${guildId} and m.account_id is not null`
  return row ?? null
}

export interface BanPage {
  readonly guildId: string
  readonly limit: number
  readonly before?: string | undefined
  readonly after?: string | undefined
}

/** By the accounts' ids, upwards; with `before` those next below it. */
export async function listBanRows({ sql }: Db, page: BanPage): Promise<BanRow[]> {
  const backwards = page.before !== undefined
  const rows = await sql<BanRow[]>`
    select b.guild_id as "guildId", b.membership_ref as "membershipRef", m.account_id as "accountId", b.reason
    from bans b join memberships m on m.ref = b.membership_ref
    where b.guild_id = ${page.guildId} and m.account_id is not null
      and (${page.before ?? null}::bigint is null or m.account_id < ${page.before ?? null})
      and (${page.after ?? null}::bigint is null or m.account_id > ${page.after ?? null})
    order by m.account_id ${backwards ? sql`desc` : sql`asc`} limit ${page.limit}`
  return backwards ? rows.toReversed() : rows
}
