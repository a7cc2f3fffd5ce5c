import type { GuildState, ThreadState } from '../contract/index.ts'

/** The guild with a thread added or changed; without it, where it is archived. Versions are for `changeGuild` to set. */
export function withThread(guild: GuildState, thread: ThreadState): GuildState {
  if (thread.thread.archived) return withoutThread(guild, thread.id)
  return { ...guild, threads: new Map(guild.threads).set(thread.id, thread) }
}

export function withoutThread(guild: GuildState, threadId: string): GuildState {
  const threads = new Map(guild.threads)
  threads.delete(threadId)
  return { ...guild, threads }
}

/** The thread, archived or awake from a moment on, milliseconds since 1970. */
export function withArchived(thread: ThreadState, archived: boolean, archivedAt: number): ThreadState {
  const { version } = thread.thread
  return { ...thread, thread: { ...thread.thread, archived, archivedAt, version: version + 1 } }
}

/** The thread with that many members more. */
export function withCount(thread: ThreadState, more: number): ThreadState {
  const { memberCount, version } = thread.thread
  const counted = { memberCount: memberCount + more, version: version + 1 }
  return { ...thread, thread: { ...thread.thread, ...counted } }
}

/** The guild with one member less in each of some threads. */
export function withoutFollower(guild: GuildState, threadIds: readonly string[]): GuildState {
  if (threadIds.length === 0) return guild
  const threads = new Map(guild.threads)
  for (const id of threadIds) {
    const thread = threads.get(id)
    if (thread) threads.set(id, withCount(thread, -1))
  }
  return { ...guild, threads }
}
