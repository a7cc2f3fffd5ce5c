import { Refusal } from '@alles/platform/contract'
import { timeOf } from '@alles/platform/ids'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { channelFlags, refusals, type GuildState, type ThreadState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { membersAlone, threadsAlone } from '../guilds/touched.ts'
import { withArchived, withThread } from './next-threads.ts'
import { threadUpdated } from './thread-events.ts'
import { silentAt } from './thread-policy.ts'
import { listDue, lockHead, putOff, updateThread } from './thread-store.ts'

const atOnce = 500

/** Archives threads in which nobody wrote for as long as they say. Pinned posts stay. */
export async function archiveSilent(chat: Chat): Promise<void> {
  for (;;) {
    const due = await listDue(chat.database, new Date(chat.clock.now()), atOnce)
    for (const [guildId, threads] of Map.groupBy(due, (one) => one.guildId))
      await archiveIn(
        chat,
        guildId,
        threads.map((one) => one.threadId),
      )
    if (due.length < atOnce) return
  }
}

async function archiveIn(chat: Chat, guildId: string, threadIds: readonly string[]): Promise<void> {
  try {
    await changeGuild(chat, guildId, {
      async apply(tx, guild) {
        const archived: ThreadState[] = []
        for (const id of threadIds) {
          const thread = await archive(chat, tx, { guild, id })
          if (thread) archived.push(thread)
        }
        return archived
      },
      touches: (archived) => (archived.length > 0 ? threadsAlone() : membersAlone()),
      next: (before, archived) => archived.reduce(withThread, before),
      announce: (guild, archived) => archived.map((thread) => threadUpdated(guild.id, thread)),
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== refusals.unknown_guild) throw error
    // The guild was deleted meanwhile, and they are about to be swept.
    const later = new Date(silentAt(chat.clock.now(), 60))
    await chat.database.transaction(async (tx) => {
      for (const id of threadIds) await putOff(tx, id, later)
    })
  }
}

/** Null where somebody wrote, or it is gone: then it is looked at again later. */
async function archive(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, id }: { readonly guild: GuildState; readonly id: string },
): Promise<ThreadState | null> {
  const now = Math.floor(chat.clock.now())
  const thread = guild.threads.get(id)
  if (!thread) {
    // Its channel is gone, and it is about to be swept.
    await putOff(tx, id, new Date(silentAt(now, 60)))
    return null
  }
  const { archivedAt, autoArchiveMinutes } = thread.thread
  const newest = await lockHead(tx, id)
  const since = Math.max(archivedAt, newest === null ? 0 : timeOf(newest))
  const at = silentAt(since, autoArchiveMinutes)
  const pinned = (thread.flags & channelFlags.pinned) !== 0
  if (pinned || at > now) {
    await putOff(tx, id, new Date(pinned ? silentAt(now, autoArchiveMinutes) : at))
    return null
  }
  await updateThread(tx, id, { archived: true, archivedAt: new Date(now) })
  return withArchived(thread, true, now)
}
