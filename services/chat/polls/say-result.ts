import type { z } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { kinds, type Embed } from '../contract/index.ts'
import { findMessage } from '../messages/message-store.ts'
import { openMessages } from '../messages/open-messages.ts'
import { say } from '../messages/say.ts'
import type { sayResult as task } from './end-poll.ts'
import { listPolls } from './poll-store.ts'
import { standOf } from './polled.ts'
import type { PollStand } from './show-poll.ts'
import type { StoredAnswer, StoredPoll } from './stored-poll.ts'

/** Nothing is said where the poll is gone, or who asked has left meanwhile. */
export async function sayResult(
  chat: Chat,
  { channelId, messageId }: z.infer<typeof task.payload>,
): Promise<void> {
  const row = await findMessage(chat.database, { channelId, id: messageId })
  const [message] = row ? await openMessages(chat.sealer, [row]) : []
  const poll = message?.extras?.poll
  const rows = await listPolls(chat.database, channelId, { messageIds: [messageId], reader: null })
  const stand = standOf(rows)
  if (!row || !poll || !stand) return
  const accountId = (await chat.authors.accountsOf([row.author_ref])).get(row.author_ref) ?? null
  if (accountId === null) return
  await say(chat, {
    guildId: row.guild_id,
    channelId,
    kind: kinds.pollResult,
    accountId,
    about: { channelId, id: messageId },
    extras: { embeds: [resultOf(poll, stand)] },
  })
}

/** https://docs.discord.com/developers/resources/message#embed-fields-by-embed-type-poll-result-embed-fields */
function resultOf(poll: StoredPoll, { counts }: PollStand): Embed {
  const numbers = poll.answers.map(({ choice }) => counts.get(choice)?.count ?? 0)
  const most = Math.max(...numbers)
  const [first = -1, ...others] = numbers.flatMap((count, index) => (count === most ? [index] : []))
  const hasVictor = most > 0 && others.length === 0
  const fields = {
    poll_question_text: poll.question,
    victor_answer_votes: String(most),
    total_votes: String(numbers.reduce((all, count) => all + count, 0)),
    ...(hasVictor && victorOf(first + 1, poll.answers[first])),
  }
  return {
    type: 'poll_result',
    fields: Object.entries(fields).map(([name, value]) => ({ name, value, inline: false })),
  }
}

function victorOf(answerId: number, { text, emoji }: Partial<StoredAnswer> = {}): Record<string, string> {
  return {
    victor_answer_id: String(answerId),
    ...(text !== undefined && { victor_answer_text: text }),
    ...(emoji?.id && { victor_answer_emoji_id: emoji.id }),
    ...(emoji?.name && { victor_answer_emoji_name: emoji.name }),
    ...(emoji?.animated && { victor_answer_emoji_animated: 'true' }),
  }
}
