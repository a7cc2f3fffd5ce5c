import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { MessageRow } from '../messages/message-store.ts'

type Db = Connection<Schema>
type Tx = Transaction<Schema>

const int8s = 1016
const int4s = 1007
const texts = 1009

/** A channel, and how far its messages are indexed; nobody else indexes it until `tx` ends. */
export interface IndexPlace {
  readonly channelId: string
  readonly guildId: string
  readonly guildKey: string
  /** The newest message there is; null where there is none. */
  readonly headId: string | null
  readonly newestId: string
  readonly oldestId: string
}

/** Null where it is gone, is one of a conversation, or somebody else is at it. */
export async function takePlace({ sql }: Tx, channelId: string): Promise<IndexPlace | null> {
  await sql`
    insert into search_channels (channel_id, guild_id, newest_id, oldest_id)
    select h.channel_id, h.guild_id, coalesce(h.last_id, 0), coalesce(h.last_id + 1, 0)
    from channel_heads h join guilds g on g.id = h.guild_id and g.kind = 0
    where h.channel_id = ${channelId}
    on conflict do nothing`
  const [row] = await sql<IndexPlace[]>`
    select s.channel_id as "channelId", s.guild_id as "guildId", g.guild_key_id as "guildKey", h.last_id as "headId",
      s.newest_id as "newestId", s.oldest_id as "oldestId"
    from search_channels s
    join channel_heads h on h.channel_id = s.channel_id
    join guilds g on g.id = s.guild_id
    where s.channel_id = ${channelId} for update of s skip locked`
  return row ?? null
}

/** The oldest messages above one, oldest first; none of them is deleted until `tx` ends. */
export async function keepAfter(
  { sql }: Tx,
  { channelId, id }: { readonly channelId: string; readonly id: string },
  limit: number,
): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select * from messages where channel_id = ${channelId} and id > ${id} order by id limit ${limit} for key share`
}

/** The newest messages below one, newest first; none of them is deleted until `tx` ends. */
export async function keepBefore(
  { sql }: Tx,
  { channelId, id }: { readonly channelId: string; readonly id: string },
  limit: number,
): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select * from messages where channel_id = ${channelId} and id < ${id} order by id desc limit ${limit} for key share`
}

export async function movePlace(
  { sql }: Tx,
  channelId: string,
  to: { readonly newestId: string; readonly oldestId: string; readonly indexed: number },
): Promise<void> {
  await sql`
    update search_channels set newest_id = ${to.newestId}, oldest_id = ${to.oldestId}, indexed = indexed + ${to.indexed}
    where channel_id = ${channelId}`
}

export interface TokenRow {
  readonly row: MessageRow
  readonly tokens: readonly number[]
}

/** `anew`: what is there already is replaced; else it stays. */
export async function insertTokens({ sql }: Tx, given: readonly TokenRow[], anew: boolean): Promise<void> {
  const column = (of: (row: MessageRow) => string) =>
    sql.array(
      given.map(({ row }) => of(row)),
      int8s,
    )
  const lists = sql.array(
    given.map(({ tokens }) => `{${tokens.join(',')}}`),
    texts,
  )
  await sql`
    insert into message_tokens (channel_id, message_id, author_ref, tokens)
    select channel_id, id, author_ref, tokens::int4[]
    from unnest(${column((row) => row.channel_id)}::int8[], ${column((row) => row.id)}::int8[],
      ${column((row) => row.author_ref)}::int8[], ${lists}::text[]) as given (channel_id, id, author_ref, tokens)
    on conflict (channel_id, message_id)
    ${anew ? sql`do update set tokens = excluded.tokens` : sql`do nothing`}`
}

export async function insertDays({ sql }: Tx, guildId: string, days: readonly number[]): Promise<void> {
  await sql`
    insert into search_days (guild_id, day)
    select ${guildId}::int8, unnest(${sql.array([...days], int4s)}::int4[]) on conflict do nothing`
}

export interface ChangedRow extends MessageRow {
  readonly guild_key_id: string
}

export interface TakenChanges {
  /** How many entries there were. */
  readonly count: number
  /** Their messages as they are now, of those in guilds that exist; none of them is deleted until `tx` ends. */
  readonly rows: readonly ChangedRow[]
}

/** Takes the oldest entries of messages that changed; nobody else does until `tx` ends. Null where somebody is at it. */
export async function takeChanges({ sql }: Tx, limit: number): Promise<TakenChanges | null> {
  const [free] = await sql<{ taken: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('chat.search_changes')) as taken`
  if (!free?.taken) return null
  const gone = await sql<{ channel_id: string; message_id: string }[]>`
    delete from search_changes where id in (select id from search_changes order by id limit ${limit})
    returning channel_id, message_id`
  if (gone.length === 0) return { count: 0, rows: [] }
  const channels = sql.array(
    gone.map((one) => one.channel_id),
    int8s,
  )
  const ids = sql.array(
    gone.map((one) => one.message_id),
    int8s,
  )
  const rows = await sql<ChangedRow[]>`
    select m.*, g.guild_key_id
    from (select distinct * from unnest(${channels}::int8[], ${ids}::int8[]) as given (channel_id, id)) given
    join messages m using (channel_id, id) join guilds g on g.id = m.guild_id and g.kind = 0
    for key share of m`
  return { count: gone.length, rows }
}

export interface Stretch {
  /** Channels of guilds in it whose newest messages are not indexed, or none of whose messages are. */
  readonly behind: readonly string[]
  /** Its last channel; null where there are none above. */
  readonly last: string | null
}

/** Looks through the heads of `limit` channels above one, by id. */
export async function listBehind({ sql }: Db, after: string, limit: number): Promise<Stretch> {
  const [row] = await sql<{ behind: string[] | null; last: string | null }[]>`
    with heads as materialized (
      select channel_id, guild_id, last_id from channel_heads where channel_id > ${after}
      order by channel_id limit ${limit}
    )
    select max(heads.channel_id) as last,
      array_agg(heads.channel_id) filter (where g.kind = 0 and heads.last_id > coalesce(s.newest_id, 0)) as behind
    from heads join guilds g on g.id = heads.guild_id left join search_channels s on s.channel_id = heads.channel_id`
  return { behind: row?.behind ?? [], last: row?.last ?? null }
}

/** The channel whose index ends at the newest message with older ones before it; null where all are whole. */
export async function findUnfinished({ sql }: Db): Promise<string | null> {
  const [row] = await sql<{ channel_id: string }[]>`
    select channel_id from search_channels where oldest_id > 0 order by oldest_id desc limit 1`
  return row?.channel_id ?? null
}

export async function countUnfinished({ sql }: Db): Promise<number> {
  const [row] = await sql<{ count: string }[]>`
    select count(*) from search_channels where oldest_id > 0`
  return Number(row?.count ?? 0)
}
