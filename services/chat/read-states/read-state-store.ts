import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { Told } from '../outbox/outbox-store.ts'

type Db = Connection<Schema>

export interface ReadStateRow {
  readonly membershipRef: string
  readonly channelId: string
  readonly lastReadId: string | null
  readonly lastReadNumber: number
  readonly mentionCount: number
}

export interface Reading {
  readonly accountId: string
  /** When the outbox is told of it. */
  readonly at: Date
  readonly membershipRef: string
  readonly channelId: string
  readonly messageId: string
  readonly number: number
  /** Mentions that are unread afterwards; null for as many as there were, and no more than messages are left. */
  readonly mentionCount: number | null
  readonly unread: number
  /** Whether it may go back. */
  readonly backwards: boolean
}

export interface Read extends ReadStateRow {
  /** Of the outbox. */
  readonly entry: string
}

/** The state afterwards; null where more has been read already. One statement with its entry: there are as many as messages. */
export async function upsertReadState({ sql }: Db, reading: Reading): Promise<Read | null> {
  const told: Told = { own: [[reading.accountId, 'read-state', reading.channelId]] }
  const [row] = await sql<Read[]>`
    with read as (insert into read_states as known (membership_ref, channel_id, last_read_id, last_read_number, mention_count)
    values (${reading.membershipRef}, ${reading.channelId}, ${reading.messageId}, ${reading.number},
      ${reading.mentionCount ?? 0})
    on conflict (membership_ref, channel_id) do update set
      last_read_id = excluded.last_read_id,
      last_read_number = excluded.last_read_number,
      mention_count = coalesce(${reading.mentionCount}::integer, least(known.mention_count, ${reading.unread}::integer))
    where ${reading.backwards} or known.last_read_id is null or known.last_read_id <= excluded.last_read_id
    returning membership_ref as "membershipRef", channel_id as "channelId", last_read_id as "lastReadId",
      last_read_number::integer as "lastReadNumber", mention_count as "mentionCount"
    ), entry as (
      insert into outbox (events, created_at) select ${sql.json(told)}, ${reading.at} from read returning id
    ) select read.*, entry.id as entry from read, entry`
  return row ?? null
}

/** Counts one more mention for memberships that have not read as far as the message's number. */
export async function addMentions(
  { sql }: Db,
  mention: {
    readonly channelId: string
    readonly number: number
    readonly membershipRefs: readonly string[]
  },
): Promise<void> {
  if (mention.membershipRefs.length === 0) return
  await sql`
    insert into read_states as known (membership_ref, channel_id, mention_count)
    select ref, ${mention.channelId}, 1 from unnest(${sql.array([...mention.membershipRefs], 1016)}::int8[]) as ref
    on conflict (membership_ref, channel_id) do update set mention_count = known.mention_count + 1
    where known.last_read_number < ${mention.number}`
}

/** The number of the newest message of a channel that is not above an id; 0 where there is none. */
export async function findNumberAt({ sql }: Db, channelId: string, id: string): Promise<number> {
  const [row] = await sql<{ number: string }[]>`
    select number from messages where channel_id = ${channelId} and id <= ${id} order by id desc limit 1`
  return Number(row?.number ?? 0)
}

export interface OwnReadState extends ReadStateRow {
  /** The number of the newest message. */
  readonly headNumber: number
}

/** Everything an account has read, in guilds and conversations it is in. */
export async function listReadStatesOf({ sql }: Db, accountId: string): Promise<OwnReadState[]> {
  return sql<OwnReadState[]>`
    select r.membership_ref as "membershipRef", r.channel_id as "channelId", r.last_read_id as "lastReadId",
      r.last_read_number::integer as "lastReadNumber", r.mention_count as "mentionCount",
      h.last_number::integer as "headNumber"
    from memberships m
    join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
    join read_states r on r.membership_ref = m.ref
    join channel_heads h on h.channel_id = r.channel_id
    where m.account_id = ${accountId}`
}
