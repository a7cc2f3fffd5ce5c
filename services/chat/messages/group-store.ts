import { asUnavailable, type Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { MessageKey } from './message-store.ts'

/** A message ready to be written. */
export interface NewMessage {
  readonly channelId: string
  readonly id: string
  readonly guildId: string
  /** The version of the guild that the permission was judged by. */
  readonly version: string
  /** The version of the author's membership that it was judged by; null for what no member wrote. */
  readonly memberVersion: string | null
  readonly authorRef: string
  readonly kind: number
  readonly flags: number
  readonly marks: number
  readonly bundle: string | null
  readonly pollHours: number | null
  readonly everyone: boolean
  readonly reply: MessageKey | null
  /** Sealed. */
  readonly content: Uint8Array
  /** Sealed. */
  readonly mentions: Uint8Array | null
  /** Sealed. */
  readonly extras: Uint8Array | null
  readonly nonce: { readonly hash: Uint8Array; readonly enforce: boolean } | null
}

export interface NewGroup {
  /** No nonce twice. */
  readonly messages: readonly NewMessage[]
  /** The smallest id whose nonce still counts. */
  readonly nonceSince: string
  /** Outbox entries of earlier groups that have been told of, to be removed. */
  readonly announced: readonly string[]
  readonly at: Date
}

/** What became of one message of a group; `write_messages` says when. */
export interface InsertedRow {
  readonly outcome: 'written' | 'repeated' | 'late' | 'stale'
  readonly number: string | null
  readonly other: string | null
  /** The group's outbox entry; null where nothing was written. */
  readonly entry: string | null
}

const int4s = 1007
const int8s = 1016
const bools = 1000
const byteas = 1001

/**
 * Writes a group: one statement, one transaction, one round trip. It locks the heads of the channels, judges versions,
 * nonces and ids by what is committed then, and writes messages, heads, nonces and outbox.
 */
export async function insertGroup(
  { sql }: Connection<Schema>,
  group: NewGroup,
): Promise<readonly InsertedRow[]> {
  const column = (of: (message: NewMessage) => unknown, type: number) =>
    sql.array(group.messages.map(of) as never[], type)
  // What most messages do not have costs nothing where no message of the group has it: the function takes it for nulls.
  const rare = (of: (message: NewMessage) => unknown, type: number) => {
    const values = group.messages.map(of)
    return sql.array((values.every((value) => value === null) ? [] : values) as never[], type)
  }
  try {
    return await sql<InsertedRow[]>`
      select outcome, number, other, entry from write_messages(
        ${column((one) => one.channelId, int8s)}, ${column((one) => one.id, int8s)},
        ${column((one) => one.guildId, int8s)}, ${column((one) => one.version, int8s)},
        ${rare((one) => one.memberVersion, int8s)}, ${column((one) => one.authorRef, int8s)}, ${column((one) => one.kind, int4s)},
        ${column((one) => one.flags, int4s)}, ${rare((one) => one.marks || null, int4s)},
        ${column((one) => one.everyone, bools)},
        ${rare((one) => one.reply?.channelId ?? null, int8s)}, ${rare((one) => one.reply?.id ?? null, int8s)},
        ${column((one) => one.content, byteas)}, ${rare((one) => one.mentions, byteas)},
        ${rare((one) => one.extras, byteas)}, ${rare((one) => one.bundle, int8s)},
        ${rare((one) => one.pollHours, int4s)},
        ${rare((one) => one.nonce?.hash ?? null, byteas)}, ${rare((one) => one.nonce?.enforce ?? null, bools)},
        ${group.nonceSince}, ${sql.array([...group.announced], int8s)}, ${group.at}
      )`
  } catch (error) {
    throw asUnavailable(error)
  }
}

/**
 * Waits for the groups that hold heads of channels in a membership's guild. Whoever takes those heads later finds the
 * guild as it is now.
 */
export async function waitForGroups({ sql }: Connection<Schema>, membershipRef: string): Promise<void> {
  await sql`
    select from channel_heads heads
    join channels on channels.id = heads.channel_id
    join memberships on memberships.guild_id = channels.guild_id
    where memberships.ref = ${membershipRef}
    order by heads.channel_id for share of heads`
}
