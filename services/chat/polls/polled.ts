import type { Chat } from '../chat.ts'
import type { Message } from '../contract/index.ts'
import type { HangingPart } from '../messages/hanging-part.ts'
import { marks } from '../messages/message-marks.ts'
import { keyText } from '../messages/message-store.ts'
import type { OpenMessage } from '../messages/open-messages.ts'
import { listPolls, type PollRow } from './poll-store.ts'
import { showPoll, type PollStand } from './show-poll.ts'

/** Polls and how they stand. One query for each channel among them, however many voted. */
export const polled: HangingPart = {
  isApart: true,
  may: (message) => (message.marks & marks.poll) !== 0,
  async read(chat, messages, reader) {
    const channels = [...Map.groupBy(messages, (message) => message.channelId).values()]
    const found = await Promise.all(channels.map((some) => readChannel(chat, some, reader)))
    return new Map(found.flat())
  },
}

async function readChannel(
  chat: Chat,
  messages: readonly OpenMessage[],
  reader: string | null,
): Promise<(readonly [string, Partial<Message>])[]> {
  const [first] = messages
  if (!first) return []
  const messageIds = messages.map((message) => message.id)
  const rows = await listPolls(chat.database, first.channelId, { messageIds, reader })
  const byMessage = Map.groupBy(rows, keyText)
  return messages.flatMap((message) => {
    const stand = standOf(byMessage.get(keyText(message)) ?? [])
    const poll = message.extras?.poll
    return stand && poll ? [[keyText(message), { poll: showPoll(poll, stand) }] as const] : []
  })
}

/** Null where there is no poll. */
export function standOf(rows: readonly PollRow[]): PollStand | null {
  const [first] = rows
  if (!first) return null
  return {
    endsAt: first.endsAt,
    hasEnded: first.endedAt !== null,
    counts: new Map(rows.flatMap((row) => (row.choice === null ? [] : [[row.choice, row] as const]))),
  }
}
