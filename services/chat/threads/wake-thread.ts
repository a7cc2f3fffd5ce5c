import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState, type ThreadState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { threadsAlone } from '../guilds/touched.ts'
import { withArchived, withThread } from './next-threads.ts'
import { threadIn } from './thread-access.ts'
import { threadAwake } from './thread-events.ts'
import { requireRoom, requireUnlocked, silentAt } from './thread-policy.ts'
import { updateThread } from './thread-store.ts'

/** Makes an archived thread active again, for somebody who writes in it. */
export async function wakeThread(chat: Chat, by: Actor, threadId: string): Promise<void> {
  const guildId = (await chat.guilds.guildOfChannel(threadId)) ?? refuse(refusals.unknown_channel)
  await changeGuild(chat, guildId, {
    touches: () => threadsAlone(),
    async apply(tx, guild, members) {
      const member = await members.findActor(by)
      const here = await threadIn(chat, tx, { guild, member, threadId })
      requireUnlocked(here.thread.thread, here.held)
      return here.thread.thread.archived ? wake(chat, tx, { guild, thread: here.thread }) : here.thread
    },
    next: withThread,
    announce: (guild, thread) => [threadAwake(guild.id, thread)],
  })
}

async function wake(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, thread }: { readonly guild: GuildState; readonly thread: ThreadState },
): Promise<ThreadState> {
  requireRoom(guild)
  const now = Math.floor(chat.clock.now())
  const dueAt = new Date(silentAt(now, thread.thread.autoArchiveMinutes))
  await updateThread(tx, thread.id, { archived: false, archivedAt: new Date(now), dueAt })
  return withArchived(thread, false, now)
}
