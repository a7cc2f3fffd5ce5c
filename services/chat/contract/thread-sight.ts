import { channelPermissions, holds, maySeeThread, permissions, type Holder } from './permissions.ts'
import type { GuildState, ThreadState } from './guild-state.ts'

const grouped = new WeakMap<GuildState['threads'], ReadonlyMap<string, readonly ThreadState[]>>()

/** The active threads of each channel that has any, worked out once per snapshot. */
export function threadsByChannel(
  guild: Pick<GuildState, 'threads'>,
): ReadonlyMap<string, readonly ThreadState[]> {
  const known = grouped.get(guild.threads)
  if (known) return known
  const made = Map.groupBy(guild.threads.values(), (thread) => thread.parentId)
  grouped.set(guild.threads, made)
  return made
}

/** The active threads a member may see. `joined`: those they follow, by id. */
export function visibleThreads(
  guild: GuildState,
  holder: Holder,
  joined: { has(threadId: string): boolean },
): ThreadState[] {
  const byChannel = threadsByChannel(guild)
  return guild.channels.flatMap((channel) => {
    const threads = byChannel.get(channel.id)
    if (!threads) return []
    const held = channelPermissions(guild, holder, channel)
    return threads.filter((thread) => maySeeThread(held, thread, joined.has(thread.id)))
  })
}

/**
 * Whether the list of a channel's active threads must be told anew to somebody who held `before` in it and holds `after`:
 * the channel came into sight, or its private threads came or went.
 */
export function threadsToTell(
  threads: readonly ThreadState[],
  { before, after }: { readonly before: bigint; readonly after: bigint },
): boolean {
  if (!holds(after, permissions.VIEW_CHANNEL)) return false
  if (!holds(before, permissions.VIEW_CHANNEL)) return threads.length > 0
  const differs = ((before ^ after) & permissions.MANAGE_THREADS) !== 0n
  return differs && threads.some((thread) => thread.type === 12)
}
