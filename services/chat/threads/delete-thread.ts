import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditThread } from '../audit-log/audit-thread.ts'
import type { Transaction } from '@alles/platform/postgres'
import { sweepMessages } from '../channels/sweep-messages.ts'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState, type ThreadState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { threadsAlone } from '../guilds/touched.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { withoutThread } from './next-threads.ts'
import { publishMessage } from './publish-message.ts'
import { getThreadFor, requireInThread, threadIn } from './thread-access.ts'
import { threadDeleted } from './thread-events.ts'
import { markThread, removeThreads } from './thread-store.ts'

export interface DeletedThread {
  readonly guild: GuildState
  readonly thread: ThreadState
}

/** Deletes a thread for good. From the commit on nothing of it is read; its messages are gone soon after. */
export async function deleteThread(chat: Chat, by: Acting, threadId: string): Promise<DeletedThread> {
  const { guild } = await getThreadFor(chat, by, threadId)
  return remove(chat, guild.id, async (tx, now, members) => {
    const member = await members.findActor(by)
    const here = await threadIn(chat, tx, { guild: now, member, threadId })
    requireInThread(here, 'MANAGE_THREADS')
    const gone = { before: here.thread, after: null }
    await auditThread(chat, tx, { guild: now, actor: here.member, reason: by.reason, ...gone })
    return here.thread
  })
}

/** Deletes a thread that came to nothing, in the name of who opened it: the log says that it came. */
export async function clearThread(
  chat: Chat,
  by: Acting,
  { guildId, threadId }: { readonly guildId: string; readonly threadId: string },
): Promise<void> {
  await remove(chat, guildId, async (tx, guild, members) => {
    const before = guild.threads.get(threadId) ?? refuse(refusals.unknown_channel)
    const actor = await members.find(by.accountId)
    if (actor) await auditThread(chat, tx, { guild, actor, before, after: null })
    return before
  })
}

async function remove(
  chat: Chat,
  guildId: string,
  choose: (tx: Transaction<Schema>, guild: GuildState, members: LockedMembers) => Promise<ThreadState>,
): Promise<DeletedThread> {
  const { after, result } = await changeGuild(chat, guildId, {
    touches: () => threadsAlone(),
    async apply(tx, guild, locked) {
      const thread = await choose(tx, guild, locked)
      const members = await chat.guilds.threads.membersOf(thread)
      const from = { channelId: thread.parentId, id: thread.id }
      const wasMarked = await markThread(tx, from, false)
      await removeThreads(tx, [thread.id])
      await chat.jobs.add(tx, sweepMessages, { channelId: thread.id })
      return { thread, members, from: wasMarked ? from : null }
    },
    next: (before, { thread }) => withoutThread(before, thread.id),
    announce: (guild, { thread, members }) => [threadDeleted(guild.id, thread, members)],
  })
  if (result.from) await publishMessage(chat, after, result.from)
  return { guild: after, thread: result.thread }
}
