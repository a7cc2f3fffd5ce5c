import type { PartialEmoji, Reaction } from './message-shapes.ts'
import type { ReactionEvent } from './reactions.ts'

/** The reactions of a message after an event about them: what the message is read with from then on, by `accountId`. */
export function applyReaction(
  reactions: readonly Reaction[],
  { t, d }: { readonly t: string; readonly d: object },
  accountId: string,
): Reaction[] {
  const { emoji, user_id: userId } = d as ReactionEvent
  switch (t) {
    case 'MESSAGE_REACTION_ADD':
      return changed(reactions, emoji, { by: 1, isMine: userId === accountId })
    case 'MESSAGE_REACTION_REMOVE':
      return changed(reactions, emoji, { by: -1, isMine: userId === accountId })
    case 'MESSAGE_REACTION_REMOVE_EMOJI':
      return reactions.filter((one) => !isSame(one.emoji, emoji))
    case 'MESSAGE_REACTION_REMOVE_ALL':
      return []
    default:
      return [...reactions]
  }
}

function changed(
  reactions: readonly Reaction[],
  emoji: PartialEmoji,
  { by, isMine }: { readonly by: 1 | -1; readonly isMine: boolean },
): Reaction[] {
  const known = reactions.find((one) => isSame(one.emoji, emoji))
  const count = (known?.count ?? 0) + by
  const me = isMine ? by === 1 : (known?.me ?? false)
  const now = shownReaction(known?.emoji ?? emoji, count, me)
  if (!known) return by === 1 ? [...reactions, now] : [...reactions]
  return reactions.flatMap((one) => (one !== known ? [one] : count > 0 ? [now] : []))
}

export function shownReaction(emoji: PartialEmoji, count: number, me: boolean): Reaction {
  const count_details = { burst: 0 as const, normal: count }
  return { emoji, count, count_details, me, me_burst: false, burst_colors: [] }
}

/** Those of servers are the same by their ids, those of Unicode by themselves. */
function isSame(a: PartialEmoji, b: PartialEmoji): boolean {
  return a.id === b.id && (a.id !== null || a.name === b.name)
}
