import type { Chat } from '../chat.ts'
import type { Relationship } from '../contract/index.ts'
import { showRelationships } from './relationship-events.ts'
import { listRelationshipsOf } from './relationship-store.ts'

/** What an account thinks of others. */
export async function listRelationships(chat: Chat, accountId: string): Promise<Relationship[]> {
  return showRelationships(chat, await listRelationshipsOf(chat.database, accountId))
}
