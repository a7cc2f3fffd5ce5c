import type { Chat } from '../chat.ts'
import type { ReadState } from '../contract/index.ts'
import { listReadStatesOf } from './read-state-store.ts'

/** How far an account has read, by channel. */
export async function listReadStates(chat: Chat, accountId: string): Promise<ReadState[]> {
  const rows = await listReadStatesOf(chat.database, accountId)
  return rows.map((row) => ({
    id: row.channelId,
    last_message_id: row.lastReadId,
    last_message_number: row.lastReadNumber,
    unread_count: Math.max(0, row.headNumber - row.lastReadNumber),
    mention_count: row.mentionCount,
  }))
}
