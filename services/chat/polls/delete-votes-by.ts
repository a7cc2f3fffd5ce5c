import { sealedWith } from '@alles/keys/contract'
import type { Chat } from '../chat.ts'
import { publish } from '../guilds/publish.ts'
import { keyText } from '../messages/message-store.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import type { Place } from '../outbox/outbox-store.ts'
import type { Reacting } from '../reactions/delete-reactions-by.ts'
import { voteEvent } from './poll-events.ts'
import { listVotesOf, removeVotes, type VoteRow } from './poll-store.ts'
import { openAnswers } from './seal-answer.ts'

const atOnce = 500

/** Takes back all that a membership voted for, telling of it as it goes. Interrupted, it is simply done again. */
export async function deleteVotesBy(chat: Chat, { guildId, ref, keyId }: Reacting): Promise<number> {
  const userId = (await chat.authors.accountsOf([ref])).get(ref) ?? ref
  let deleted = 0
  let after: VoteRow | null = null
  for (;;) {
    const rows: VoteRow[] = await listVotesOf(chat.database, ref, { after, limit: atOnce })
    const last = rows.at(-1)
    if (!last) return deleted
    const theirs = rows.filter((row) => keyId === undefined || sealedWith(row.answer) === keyId)
    if (theirs.length > 0) deleted += await remove(chat, theirs, { guildId, userId })
    after = last
  }
}

async function remove(
  chat: Chat,
  rows: readonly VoteRow[],
  { guildId, userId }: { readonly guildId: string; readonly userId: string },
): Promise<number> {
  return changeAndTell(chat, {
    apply: (tx) => removeVotes(tx, rows),
    about: (removed) => (removed.length > 0 ? { edited: placesOf(removed) } : null),
    async tell(removed) {
      const answers = await openAnswers(chat, removed)
      publish(
        chat.bus,
        removed.flatMap((row, index) => {
          const answerId = answers[index]
          if (typeof answerId !== 'number') return []
          return [voteEvent('MESSAGE_POLL_VOTE_REMOVE', { ...row, guildId }, { userId, answerId })]
        }),
      )
      return removed.length
    },
  })
}

function placesOf(rows: readonly VoteRow[]): Place[] {
  const places = new Map(rows.map((row): [string, Place] => [keyText(row), [row.channelId, row.id]]))
  return [...places.values()]
}
