import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { visibleThreads } from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { listThreads, type ThreadList } from './thread-lists.ts'
import { listJoinedBy } from './thread-store.ts'

/** The active threads of a guild that somebody sees, newest first. */
export async function listActiveThreads(chat: Chat, by: Actor, guildId: string): Promise<ThreadList> {
  const inside = await getGuildOf(chat, by, guildId)
  const { guild, member } = inside
  const hidden = [...guild.threads.values()].filter((thread) => thread.type === 12)
  const joined = await listJoinedBy(
    chat.database,
    member.membershipRef,
    hidden.map((thread) => thread.id),
  )
  const seen = visibleThreads(guild, member, new Set(joined))
  return listThreads(
    chat,
    inside,
    seen.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1)),
  )
}
