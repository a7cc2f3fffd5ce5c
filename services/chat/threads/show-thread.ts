import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { renderThread, type Thread } from '../contract/index.ts'
import type { InThread } from './thread-access.ts'
import { listJoined } from './thread-store.ts'

/** A thread as somebody sees it, and whether they follow it. */
export async function showThread(chat: Chat, by: Actor, { guild, thread }: InThread): Promise<Thread> {
  const asked = { guildId: guild.id, accountIds: [by.accountId], threadIds: [thread.id] }
  const [own] = await listJoined(chat.database, asked)
  return renderThread(guild.id, thread, own)
}
