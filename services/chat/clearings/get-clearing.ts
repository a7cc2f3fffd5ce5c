import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import type { Clearing } from '../contract/index.ts'
import { getOwnKey } from './clear-mine.ts'
import { findClearing } from './clearing-store.ts'
import { showClearing } from './show-clearing.ts'

/** How far the deletion of all that somebody wrote in a guild is. */
export async function getClearing(chat: Chat, by: Actor, guildId: string): Promise<Clearing> {
  return showClearing(await findClearing(chat.database, await getOwnKey(chat, by, guildId)))
}
