import type { Chat } from '../chat.ts'
import { shownReaction, type Message, type Reaction } from '../contract/index.ts'
import type { HangingPart } from '../messages/hanging-part.ts'
import { marks } from '../messages/message-marks.ts'
import { keyText } from '../messages/message-store.ts'
import type { OpenMessage } from '../messages/open-messages.ts'
import { listReactions } from './reaction-store.ts'
import { openEmojis } from './seal-emoji.ts'

/** What messages were reacted with. One query for each channel among them, however many reacted. */
export const reacted: HangingPart = {
  isApart: true,
  may: (message) => (message.marks & marks.reactions) !== 0,
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
  const rows = await listReactions(chat.database, first.channelId, { messageIds, reader })
  const emojis = await openEmojis(chat, rows)
  const shown = rows.flatMap((row, index): { readonly key: string; readonly reaction: Reaction }[] => {
    const emoji = emojis[index]
    return emoji ? [{ key: keyText(row), reaction: shownReaction(emoji, row.count, row.mine) }] : []
  })
  return Array.from(
    Map.groupBy(shown, (one) => one.key),
    ([key, some]) => [key, { reactions: some.map((one) => one.reaction) }] as const,
  )
}
