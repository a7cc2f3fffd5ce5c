import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { MessageKey } from '../messages/message-store.ts'

type Db = Connection<Schema>
type Tx = Transaction<Schema>

const int8s = 1016

export interface PollRow extends MessageKey {
  readonly endsAt: Date
  readonly endedAt: Date | null
  /** Null where nobody has voted yet. */
  readonly choice: string | null
  readonly count: number
  /** Whether the reader asked for voted so. */
  readonly mine: boolean
}

/** How polls of one channel stand: a row for each answer that anybody ever voted for, one where there is none. */
export async function listPolls(
  { sql }: Db,
  channelId: string,
  { messageIds, reader }: { readonly messageIds: readonly string[]; readonly reader: string | null },
): Promise<PollRow[]> {
  return sql<PollRow[]>`
    select p.channel_id as "channelId", p.message_id as id, p.ends_at as "endsAt", p.ended_at as "endedAt",
      c.choice_id as choice, coalesce(c.count, 0) as count, mine.membership_ref is not null as mine
    from polls p
    left join poll_choices c on c.channel_id = p.channel_id and c.message_id = p.message_id
    left join poll_votes mine on mine.channel_id = c.channel_id and mine.message_id = c.message_id
      and mine.choice_id = c.choice_id and mine.membership_ref = ${reader}::int8
    where p.channel_id = ${channelId} and p.message_id = any (${sql.array([...messageIds], int8s)}::int8[])`
}

/** Polls that should have ended and have not. */
export async function listDue({ sql }: Db, now: Date, limit: number): Promise<MessageKey[]> {
  return sql<MessageKey[]>`
    select channel_id as "channelId", message_id as id from polls
    where ended_at is null and ends_at <= ${now} order by ends_at limit ${limit}`
}

/** Ends a poll. False where it has ended, or is gone. */
export async function updateEnded({ sql }: Tx, { channelId, id }: MessageKey, at: Date): Promise<boolean> {
  const { count } = await sql`
    update polls set ended_at = ${at}, ends_at = least(ends_at, ${at}::timestamptz)
    where channel_id = ${channelId} and message_id = ${id} and ended_at is null`
  return count > 0
}

/** Whether one may vote at a moment. */
export async function isOpen({ sql }: Tx, { channelId, id }: MessageKey, now: Date): Promise<boolean> {
  const rows = await sql`
    select from polls where channel_id = ${channelId} and message_id = ${id}
      and ended_at is null and ends_at > ${now}`
  return rows.length > 0
}

/** The answers that a membership chose. */
export async function listOwnChoices(
  { sql }: Tx,
  { channelId, id }: MessageKey,
  ref: string,
): Promise<string[]> {
  const rows = await sql<{ choice: string }[]>`
    select choice_id as choice from poll_votes
    where membership_ref = ${ref} and channel_id = ${channelId} and message_id = ${id}`
  return rows.map((row) => row.choice)
}

/** Whose vote for what. */
export interface VoteKey extends MessageKey {
  readonly choice: string
  readonly ref: string
}

export interface VoteRow extends VoteKey {
  readonly answer: Buffer
}

/** One that is not there yet. */
export async function insertVote({ sql }: Tx, vote: VoteRow, guildId: string): Promise<void> {
  await sql`
    with added as (
      insert into poll_votes (channel_id, message_id, choice_id, membership_ref, answer)
      values (${vote.channelId}, ${vote.id}, ${vote.choice}, ${vote.ref}, ${vote.answer})
    )
    insert into poll_choices (channel_id, message_id, choice_id, guild_id, count)
    values (${vote.channelId}, ${vote.id}, ${vote.choice}, ${guildId}, 1)
    on conflict (channel_id, message_id, choice_id) do update set count = poll_choices.count + 1`
}

/** Takes votes back; answers those that were there. The counts follow. */
export async function removeVotes({ sql }: Tx, keys: readonly VoteKey[]): Promise<VoteRow[]> {
  const column = (of: (key: VoteKey) => string) => sql.array(keys.map(of), int8s)
  // In the order of ids, as those who vote take them.
  await sql`
    select from messages join (
      select distinct * from unnest(${column((key) => key.channelId)}::int8[], ${column((key) => key.id)}::int8[])
    ) as asked (channel_id, id) using (channel_id, id)
    order by messages.channel_id, messages.id for no key update of messages`
  return sql<VoteRow[]>`
    delete from poll_votes using unnest(
      ${column((key) => key.channelId)}::int8[], ${column((key) => key.id)}::int8[],
      ${column((key) => key.choice)}::int8[], ${column((key) => key.ref)}::int8[]
    ) as asked (channel_id, id, choice, ref)
    where poll_votes.channel_id = asked.channel_id and poll_votes.message_id = asked.id
      and poll_votes.choice_id = asked.choice and poll_votes.membership_ref = asked.ref
    returning poll_votes.channel_id as "channelId", message_id as id, choice_id as choice,
      membership_ref as ref, answer`
}

/** Who voted for an answer, in the order of their references above `after`. */
export async function listVotersAfter(
  { sql }: Db,
  { channelId, id, choice }: Omit<VoteKey, 'ref'>,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await sql<{ ref: string }[]>`
    select membership_ref as ref from poll_votes
    where channel_id = ${channelId} and message_id = ${id} and choice_id = ${choice}
      and membership_ref > ${after}
    order by membership_ref limit ${limit}`
  return rows.map((row) => row.ref)
}

/** Votes of a membership, in an order that is always the same, those after one of them where it is given. */
export async function listVotesOf(
  { sql }: Db,
  ref: string,
  { after, limit }: { readonly after: VoteKey | null; readonly limit: number },
): Promise<VoteRow[]> {
  return sql<VoteRow[]>`
    select channel_id as "channelId", message_id as id, choice_id as choice, membership_ref as ref, answer
    from poll_votes where membership_ref = ${ref}
      and (channel_id, message_id, choice_id)
        > (${after?.channelId ?? '0'}::int8, ${after?.id ?? '0'}::int8, ${after?.choice ?? '0'}::int8)
    order by channel_id, message_id, choice_id limit ${limit}`
}
