import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { MessageKey } from '../messages/message-store.ts'

type Db = Connection<Schema>

const int8s = 1016
const int4s = 1007

/** Days on which something was written in a guild, between two, in order. */
export async function listDays(
  { sql }: Db,
  guildId: string,
  { from, to, oldestFirst }: { readonly from: number; readonly to: number; readonly oldestFirst: boolean },
): Promise<number[]> {
  const rows = await sql<{ day: number }[]>`
    select day from search_days where guild_id = ${guildId} and day between ${from} and ${to}
    order by day ${oldestFirst ? sql`asc` : sql`desc`}`
  return rows.map((row) => row.day)
}

/** What to look for on some days, whose tokens follow each other in the lists. */
export interface DayLookup {
  readonly days: readonly number[]
  /** All of them: as many for each day as for another. */
  readonly all: readonly number[]
  /** One of each: lists with as many for each day as for another. */
  readonly any: readonly (readonly number[])[]
}

export interface Bounds {
  readonly above: bigint
  readonly below: bigint
  readonly oldestFirst: boolean
  /** In one of these, where that is given. */
  readonly within: readonly string[] | null
  readonly without: readonly string[]
}

export interface Candidate extends MessageKey {
  readonly day: number
}

/** At most `limit` messages for each day, days in the order given, messages in order. */
export async function listCandidates(
  { sql }: Db,
  { days, all, any }: DayLookup,
  { bounds, limit }: { readonly bounds: Bounds; readonly limit: number },
): Promise<Candidate[]> {
  const tokensOf = (tokens: readonly number[]) => {
    const each = tokens.length / days.length
    const list = sql`${sql.array([...tokens], int4s)}::int4[]`
    return sql`(${list})[(each.place - 1) * ${each}::int4 + 1 : each.place * ${each}::int4]`
  }
  let where = sql`t.message_id > ${bounds.above.toString()}::int8 and t.message_id < ${bounds.below.toString()}::int8`
  if (all.length > 0) where = sql`${where} and t.tokens @> ${tokensOf(all)}`
  for (const group of any) where = sql`${where} and t.tokens && ${tokensOf(group)}`
  if (bounds.within !== null)
    where = sql`${where} and t.channel_id = any (${sql.array([...bounds.within], int8s)}::int8[])`
  if (bounds.without.length > 0)
    where = sql`${where} and t.channel_id <> all (${sql.array([...bounds.without], int8s)}::int8[])`
  const rows = await sql<(Omit<Candidate, 'day'> & { place: number })[]>`
    select each.place, found.channel_id as "channelId", found.message_id as id
    from generate_series(1, ${days.length}::int4) as each (place)
    cross join lateral (
      select t.channel_id, t.message_id from message_tokens t where ${where}
      order by t.message_id ${bounds.oldestFirst ? sql`asc` : sql`desc`} limit ${limit}
    ) found
    order by each.place, found.message_id ${bounds.oldestFirst ? sql`asc` : sql`desc`}`
  return rows.map(({ place, ...key }) => ({ ...key, day: days[place - 1] ?? 0 }))
}

/** The memberships, past ones included, of some accounts in a guild; and those of nobody any more, by themselves. */
export async function listRefsOf(
  { sql }: Db,
  guildId: string,
  accountIds: readonly string[],
): Promise<string[]> {
  const ids = sql.array([...accountIds], int8s)
  const rows = await sql<{ ref: string }[]>`
    select ref from memberships where guild_id = ${guildId} and account_id = any (${ids}::int8[])
    union all
    select ref from memberships where ref = any (${ids}::int8[]) and guild_id = ${guildId} and account_id is null`
  return rows.map((row) => row.ref)
}

export interface Indexed {
  /** Of these channels, how many are in the index, and how many of them whole. */
  readonly channels: number
  readonly whole: number
  readonly messages: number
}

export async function countIndexed({ sql }: Db, channelIds: readonly string[]): Promise<Indexed> {
  const [row] = await sql<{ channels: string; whole: string; messages: string | null }[]>`
    select count(*) as channels, count(*) filter (where oldest_id = 0) as whole, sum(indexed) as messages
    from search_channels where channel_id = any (${sql.array([...channelIds], int8s)}::int8[])`
  return {
    channels: Number(row?.channels ?? 0),
    whole: Number(row?.whole ?? 0),
    messages: Number(row?.messages ?? 0),
  }
}
