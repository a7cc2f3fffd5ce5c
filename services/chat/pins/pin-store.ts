import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { MessageKey, MessageRow } from '../messages/message-store.ts'

type Tx = Transaction<Schema>

/** How many messages of a channel are pinned; there are never many. */
export async function countPins({ sql }: Tx, channelId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pins where channel_id = ${channelId}`
  return row?.count ?? 0
}

/** Answers when: `at`, or just after the pin before where that was not earlier. Nobody else pins there until `tx` ends. */
export async function insertPin(
  { sql }: Tx,
  { channelId, id }: MessageKey,
  { guildId, at }: { readonly guildId: string; readonly at: Date },
): Promise<Date> {
  const [row] = await sql<{ at: Date }[]>`
    with moved as (
      update channel_heads set last_pin_at = greatest(${at}::timestamptz, last_pin_at + interval '1 millisecond')
      where channel_id = ${channelId} returning last_pin_at
    )
    insert into pins (channel_id, pinned_at, message_id, guild_id)
    select ${channelId}, last_pin_at, ${id}, ${guildId} from moved returning pinned_at as at`
  if (!row) throw new Error('a pin was not written')
  return row.at
}

export async function removePin({ sql }: Tx, { channelId, id }: MessageKey): Promise<void> {
  await sql`delete from pins where channel_id = ${channelId} and message_id = ${id}`
}

/** Holds back who writes, pins and deletes in a channel until `tx` ends. False where it is gone. */
export async function lockHead({ sql }: Tx, channelId: string): Promise<boolean> {
  const rows = await sql`select from channel_heads where channel_id = ${channelId} for update`
  return rows.length > 0
}

export interface PinnedRow extends MessageRow {
  readonly pinned_at: Date
}

/** The pinned messages of a channel, those pinned last first, those before a moment where that is given. */
export async function listPinned(
  { sql }: Connection<Schema>,
  channelId: string,
  { before, limit }: { readonly before: Date | null; readonly limit: number },
): Promise<PinnedRow[]> {
  return sql<PinnedRow[]>`
    select messages.*, pins.pinned_at from (
      select message_id, pinned_at from pins
      where channel_id = ${channelId} and pinned_at < coalesce(${before}::timestamptz, 'infinity')
      order by pinned_at desc limit ${limit}
    ) pins
    join messages on messages.channel_id = ${channelId} and messages.id = pins.message_id
    order by pins.pinned_at desc`
}
