import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Db = Connection<Schema>
type Tx = Transaction<Schema>

export interface NewConversation {
  readonly id: string
  readonly kind: 1 | 3
  readonly ownerRef: string
  readonly keyId: string
  /** Sealed. */
  readonly name: Buffer
  /** Sealed. */
  readonly channelName: Buffer
  readonly size: number
}

/** With its channel, in which can be written. Its members may come later in the same transaction. */
export async function insertConversation({ sql }: Tx, one: NewConversation): Promise<void> {
  await sql`
    insert into guilds (id, kind, owner_ref, guild_key_id, name, member_count)
    values (${one.id}, ${one.kind}, ${one.ownerRef}, ${one.keyId}, ${one.name}, ${one.size})`
  await sql`
    insert into channels (id, guild_id, type, position, name)
    values (${one.id}, ${one.id}, ${one.kind}, 0, ${one.channelName})`
  await sql`insert into channel_heads (channel_id, guild_id) values (${one.id}, ${one.id})`
}

/** The direct conversation of two accounts. */
export async function findPair({ sql }: Db, accountId: string, otherId: string): Promise<string | null> {
  const [row] = await sql<{ guild_id: string }[]>`
    select guild_id from direct_pairs where account_id = ${accountId} and other_id = ${otherId}`
  return row?.guild_id ?? null
}

/** False where another conversation of these two was faster. */
export async function insertPair(
  { sql }: Tx,
  guildId: string,
  [one, other]: readonly [string, string],
): Promise<boolean> {
  // Whoever of the two opens it, the same row comes first.
  const [low, high] = BigInt(one) < BigInt(other) ? [one, other] : [other, one]
  const { count } = await sql`
    insert into direct_pairs (account_id, other_id, guild_id)
    values (${low}, ${high}, ${guildId}), (${high}, ${low}, ${guildId})
    on conflict do nothing`
  return count === 2
}

/** Forgets with whom an account has conversations, for the others. */
export async function removePairsWith({ sql }: Db, accountId: string): Promise<void> {
  await sql`delete from direct_pairs where other_id = ${accountId}`
}

/** Puts a conversation away for a member, or shows it again. */
export async function updateHidden(
  { sql }: Tx,
  guildId: string,
  { ref, hidden }: { readonly ref: string; readonly hidden: boolean },
): Promise<void> {
  await sql`
    update members set hidden = ${hidden} where guild_id = ${guildId} and membership_ref = ${ref}`
}

export interface ConversationRow {
  readonly id: string
  readonly kind: 1 | 3
  /** Sealed. */
  readonly name: Buffer
  readonly ownerRef: string
  readonly lastId: string | null
  readonly lastPinAt: Date | null
}

/** The conversations an account is in and has not put away, those written in last first. */
export async function listConversationRows(
  { sql }: Db,
  accountId: string,
  limit: number,
): Promise<ConversationRow[]> {
  return sql<ConversationRow[]>`
    select g.id, g.kind, g.name, g.owner_ref as "ownerRef", h.last_id as "lastId",
      h.last_pin_at as "lastPinAt"
    from memberships m
    join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref and not l.hidden
    join guilds g on g.id = m.guild_id and g.kind <> 0
    join channel_heads h on h.channel_id = g.id
    where m.account_id = ${accountId} and m.present
    order by coalesce(h.last_id, g.id) desc limit ${limit}`
}

export interface RecipientOfRow {
  readonly guildId: string
  readonly accountId: string | null
  readonly ref: string
}

/** Who is in conversations, and in direct ones who was, in the order of joining. */
export async function listRecipientsOf({ sql }: Db, ids: readonly string[]): Promise<RecipientOfRow[]> {
  return sql<RecipientOfRow[]>`
    select m.guild_id as "guildId", m.account_id as "accountId", m.ref
    from memberships m
    join guilds g on g.id = m.guild_id
    left join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
    where m.guild_id = any (${sql.array([...ids], 1016)}) and (g.kind = 1 or (g.kind = 3 and m.present))
    order by l.joined_at, m.ref`
}

/** The conversations an account is in, those it put away included, by id. */
export async function listConversationsOf({ sql }: Db, accountId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select g.id from memberships m join guilds g on g.id = m.guild_id and g.kind <> 0
    where m.account_id = ${accountId} and m.present order by g.id`
  return rows.map((row) => row.id)
}
