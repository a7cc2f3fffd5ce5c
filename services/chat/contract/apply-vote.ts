import type { Poll } from './message-shapes.ts'
import type { PollVoteEvent } from './polls.ts'

type Counts = NonNullable<Poll['results']>['answer_counts']

const steps = new Map([
  ['MESSAGE_POLL_VOTE_ADD', 1],
  ['MESSAGE_POLL_VOTE_REMOVE', -1],
])

/** The poll of a message after an event about a vote: what the message is read with from then on, by `accountId`. */
export function applyVote(
  poll: Poll,
  { t, d }: { readonly t: string; readonly d: object },
  accountId: string,
): Poll {
  const by = steps.get(t)
  if (by === undefined) return poll
  const { answer_id: id, user_id: userId } = d as PollVoteEvent
  const { is_finalized = false, answer_counts = [] } = poll.results ?? {}
  const known = answer_counts.find((one) => one.id === id) ?? { count: 0, me_voted: false }
  const count = known.count + by
  const me_voted = userId === accountId ? by === 1 : known.me_voted
  const others = answer_counts.filter((one) => one.id !== id)
  const now = count > 0 ? [...others, { id, count, me_voted }] : others
  return { ...poll, results: { is_finalized, answer_counts: inOrder(now) } }
}

function inOrder(counts: Counts): Counts {
  return counts.toSorted((a, b) => a.id - b.id)
}
