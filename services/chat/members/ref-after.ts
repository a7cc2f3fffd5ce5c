import type { Chat } from '../chat.ts'
import { findMembership } from './member-store.ts'

/** The reference of the last one of the page before, to page by: who was erased is shown by it. */
export async function refAfter(chat: Chat, guildId: string, after: string | undefined): Promise<string> {
  if (after === undefined) return '0'
  return (await findMembership(chat.database, guildId, after))?.ref ?? after
}
