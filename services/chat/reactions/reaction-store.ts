import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { MessageKey } from '../messages/message-store.ts'

type Db = Connection<Schema>
type Tx = Transaction<Schema>

const int8s = 1016

/** An emoji on a message. */
export interface ReactionKey extends MessageKey {
  readonly reactionId: string
}

export interface ReactionRow extends ReactionKey {
  readonly token: Buffer
  readonly count: number
  /** Whether the reader asked for reacted so. */
  readonly mine: boolean
  /** Of whom the emoji is known, and what they sealed. */
  readonly ref: string
  readonly emoji: Buffer
}

/** What messages of one channel were reacted with, in the order in which the emojis came. One row for each emoji. */
export async function listReactions(
  { sql }: Db,
  channelId: string,
  { messageIds, reader }: { readonly messageIds: readonly string[]; readonly reader: string | null },
): Promise<ReactionRow[]> {
  return sql<ReactionRow[]>`
    select r.channel_id as "channelId", r.message_id as id, r.id as "reactionId", r.token, r.count,
      sample.membership_ref as ref, sample.emoji, mine.membership_ref is not null as mine
    from reactions r
    cross join lateral (
      select membership_ref, emoji from reactors s
      where s.channel_id = r.channel_id and s.message_id = r.message_id and s.reaction_id = r.id limit 1
    ) sample
    left join reactors mine on mine.channel_id = r.channel_id and mine.message_id = r.message_id
      and mine.reaction_id = r.id and mine.membership_ref = ${reader}::int8
    where r.channel_id = ${channelId} and r.message_id = any (${sql.array([...messageIds], int8s)}::int8[])
    order by r.message_id, r.id`
}

/** Whether the membership is in its guild, with this key, and stays so until `tx` ends. */
export async function holdsMembership(
  { sql }: Tx,
  member: { readonly guildId: string; readonly ref: string; readonly keyId: string },
): Promise<boolean> {
  const rows = await sql`
    select from members join memberships on memberships.ref = members.membership_ref
    where members.guild_id = ${member.guildId} and members.membership_ref = ${member.ref}
      and memberships.content_key_id = ${member.keyId}
    for key share of members for share of memberships`
  return rows.length > 0
}

/** The emojis on a message that nobody else changes meanwhile. */
export async function listTokens(
  { sql }: Tx,
  message: MessageKey,
): Promise<{ readonly id: string; readonly token: Buffer }[]> {
  return sql<{ id: string; token: Buffer }[]>`
    select id, token from reactions where channel_id = ${message.channelId} and message_id = ${message.id}`
}

export async function insertReaction(
  { sql }: Tx,
  key: ReactionKey,
  { guildId, token }: { readonly guildId: string; readonly token: Buffer },
): Promise<void> {
  await sql`
    insert into reactions (channel_id, message_id, id, guild_id, token)
    values (${key.channelId}, ${key.id}, ${key.reactionId}, ${guildId}, ${token})`
}

/** False where it reacted so before. */
export async function insertReactor(
  { sql }: Tx,
  key: ReactionKey,
  { ref, emoji }: { readonly ref: string; readonly emoji: Buffer },
): Promise<boolean> {
  const rows = await sql`
    with added as (
      insert into reactors (channel_id, message_id, reaction_id, membership_ref, emoji)
      values (${key.channelId}, ${key.id}, ${key.reactionId}, ${ref}, ${emoji})
      on conflict do nothing returning reaction_id
    )
    update reactions set count = count + 1 from added
    where channel_id = ${key.channelId} and message_id = ${key.id} and id = added.reaction_id returning id`
  return rows.length > 0
}

/** Whose reaction. */
export interface ReactorKey extends ReactionKey {
  readonly ref: string
}

export interface ReactorRow extends ReactorKey {
  readonly emoji: Buffer
}

/** Takes reactions away; answers those that were there. The counts follow. */
export async function removeReactors({ sql }: Tx, keys: readonly ReactorKey[]): Promise<ReactorRow[]> {
  const column = (of: (key: ReactorKey) => string) => sql.array(keys.map(of), int8s)
  // In the order of ids, as those who add reactions take them.
  await sql`
    select from messages join (
      select distinct * from unnest(${column((key) => key.channelId)}::int8[], ${column((key) => key.id)}::int8[])
    ) as asked (channel_id, id) using (channel_id, id)
    order by messages.channel_id, messages.id for no key update of messages`
  return sql<ReactorRow[]>`
    delete from reactors using unnest(
      ${column((key) => key.channelId)}::int8[], ${column((key) => key.id)}::int8[],
      ${column((key) => key.reactionId)}::int8[], ${column((key) => key.ref)}::int8[]
    ) as asked (channel_id, id, reaction_id, ref)
    where reactors.channel_id = asked.channel_id and reactors.message_id = asked.id
      and reactors.reaction_id = asked.reaction_id and reactors.membership_ref = asked.ref
    returning reactors.channel_id as "channelId", message_id as id, reactors.reaction_id as "reactionId",
      membership_ref as ref, emoji`
}

/** Takes emojis off a message: all, or the one of a token. Answers how many. Who chose them is swept later. */
export async function removeReactions(
  { sql }: Tx,
  message: MessageKey,
  token: Buffer | null,
): Promise<number> {
  const { count } = await sql`
    delete from reactions where channel_id = ${message.channelId} and message_id = ${message.id}
      and (${token}::bytea is null or token = ${token})`
  return count
}

/** Who chose an emoji, in the order of their references above `after`. */
export async function listReactorsAfter(
  { sql }: Db,
  key: ReactionKey,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await sql<{ ref: string }[]>`
    select membership_ref as ref from reactors
    where channel_id = ${key.channelId} and message_id = ${key.id} and reaction_id = ${key.reactionId}
      and membership_ref > ${after}
    order by membership_ref limit ${limit}`
  return rows.map((row) => row.ref)
}

/** Reactions of a membership, in an order that is always the same, those after one of them where it is given. */
export async function listReactionsOf(
  { sql }: Db,
  ref: string,
  { after, limit }: { readonly after: ReactionKey | null; readonly limit: number },
): Promise<ReactorRow[]> {
  return sql<ReactorRow[]>`
    select channel_id as "channelId", message_id as id, reaction_id as "reactionId", membership_ref as ref, emoji
    from reactors where membership_ref = ${ref}
      and (channel_id, message_id, reaction_id)
        > (${after?.channelId ?? '0'}::int8, ${after?.id ?? '0'}::int8, ${after?.reactionId ?? '0'}::int8)
    order by channel_id, message_id, reaction_id limit ${limit}`
}
