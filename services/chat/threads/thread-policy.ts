import { refuse } from '@alles/platform/contract'
import {
  channelFlags,
  holds,
  permissions,
  refusals,
  type AutoArchiveMinutes,
  type ChannelState,
  type GuildState,
  type ThreadDetails,
  type ThreadType,
} from '../contract/index.ts'

const mostActive = 1000
export const mostPrivateMembers = 1000
const minute = 60_000

/** The type a thread about a message has. Refuses channels whose messages have no threads. */
export function typeOfMessageThread(channel: ChannelState): 10 | 11 {
  if (channel.type === 0) return 11
  return channel.type === 5 ? 10 : refuse(refusals.unsupported_channel_type)
}

/** The type a thread about no message is to have. */
export function typeOfThread(channel: ChannelState, asked: number | null | undefined): ThreadType {
  const type = asked ?? 12
  if (channel.type === 0 && (type === 11 || type === 12)) return type
  return channel.type === 5 && type === 10 ? type : refuse(refusals.unsupported_channel_type)
}

/** The permission that opening a thread of a type takes. */
export function neededToOpen(type: ThreadType): bigint {
  return type === 12 ? permissions.CREATE_PRIVATE_THREADS : permissions.CREATE_PUBLIC_THREADS
}

export function autoArchiveOf(
  channel: ChannelState,
  asked: AutoArchiveMinutes | null | undefined,
): AutoArchiveMinutes {
  return asked ?? channel.autoArchiveMinutes ?? 4320
}

/** Refuses one more active thread where there are as many as can be. */
export function requireRoom({ threads }: GuildState): void {
  if (threads.size >= mostActive) refuse(refusals.too_many_threads)
}

/** Who manages threads may write in locked ones. `held`: what somebody may do in it. */
export function requireUnlocked({ locked }: ThreadDetails, held: bigint): void {
  if (locked && !holds(held, permissions.MANAGE_THREADS)) refuse(refusals.thread_locked)
}

/** When a thread that was active last at `since` is to be archived; milliseconds since 1970. */
export function silentAt(since: number, minutes: AutoArchiveMinutes): number {
  return since + minutes * minute
}

/**
 * Tags of a post as they are kept. `had`: those it has already. Refuses tags the forum does not have, moderated ones from
 * who does not manage threads, and none where the forum asks for one.
 */
export function tagsOf(
  forum: ChannelState,
  asked: readonly string[],
  { had, held }: { readonly had: readonly string[]; readonly held: bigint },
): readonly string[] {
  const tags = forum.forum?.tags ?? []
  const manages = holds(held, permissions.MANAGE_THREADS)
  const wanted = [...new Set(asked)]
  for (const id of wanted) if (!tags.some((tag) => tag.id === id)) refuse(refusals.unknown_tag)
  const changed = [...new Set(wanted).symmetricDifference(new Set(had))]
  const moderated = changed.some((id) => tags.some((tag) => tag.id === id && tag.moderated))
  if (moderated && !manages) refuse(refusals.missing_permissions)
  const needsTag = (forum.flags & channelFlags.requireTag) !== 0 && tags.length > 0
  if (needsTag && wanted.length === 0 && !manages)
    refuse(tags.every((tag) => tag.moderated) ? refusals.no_free_tag : refusals.tag_needed)
  return wanted
}
