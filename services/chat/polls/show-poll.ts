import { timeOf } from '@alles/platform/ids'
import type { Poll } from '../contract/index.ts'
import type { OpenMessage } from '../messages/open-messages.ts'
import type { StoredPoll } from './stored-poll.ts'

/** How a poll stands. */
export interface PollStand {
  readonly endsAt: Date
  readonly hasEnded: boolean
  /** By the ids of choices; those that nobody voted for may be missing. */
  readonly counts: ReadonlyMap<string, { readonly count: number; readonly mine: boolean }>
}

export function showPoll(poll: StoredPoll, { endsAt, hasEnded, counts }: PollStand): Poll {
  return {
    question: { text: poll.question },
    answers: poll.answers.map(({ text, emoji }, index) => ({
      answer_id: index + 1,
      poll_media: { ...(text !== undefined && { text }), ...(emoji && { emoji }) },
    })),
    expiry: endsAt.toISOString(),
    allow_multiselect: poll.several,
    layout_type: 1,
    results: {
      is_finalized: hasEnded,
      answer_counts: poll.answers.flatMap(({ choice }, index) => {
        const { count = 0, mine = false } = counts.get(choice) ?? {}
        return count > 0 ? [{ id: index + 1, count, me_voted: mine }] : []
      }),
    },
  }
}

const anHour = 3_600_000

/** The poll of a message that was written just now, where it has one. */
export function showNewPoll({ id, extras }: Pick<OpenMessage, 'id' | 'extras'>): { readonly poll?: Poll } {
  const poll = extras?.poll
  if (!poll) return {}
  const endsAt = new Date(timeOf(id) + poll.hours * anHour)
  return { poll: showPoll(poll, { endsAt, hasEnded: false, counts: new Map() }) }
}
