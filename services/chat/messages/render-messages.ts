import type { Chat } from '../chat.ts'
import type { Message } from '../contract/index.ts'
import type { BaseMessage } from './hanging-part.ts'
import { withParts } from './hanging-parts.ts'
import { keyText, listMessagesById, type MessageKey, type MessageRow } from './message-store.ts'
import { openMessages } from './open-messages.ts'
import { shownWith } from './shown-with.ts'
import { isForward, wireMessage } from './wire-message.ts'

/**
 * Rows as messages on the wire, in order, as they are shown to `reader`, a membership; null: to nobody in particular, as
 * events are.
 */
export async function renderMessages(
  chat: Chat,
  rows: readonly MessageRow[],
  reader: string | null = null,
): Promise<Message[]> {
  return withParts(chat, reader, await renderBases(chat, rows))
}

/** One query for the messages that they answer, one batch of opening, one for the people. */
export async function renderBases(chat: Chat, rows: readonly MessageRow[]): Promise<BaseMessage[]> {
  const elsewhere = await listMessagesById(chat.database, answeredElsewhere(rows))
  const opened = await openMessages(chat.sealer, [...rows, ...elsewhere])
  const shown = await shownWith(chat, opened)
  const byKey = new Map(opened.map((message) => [keyText(message), message]))
  return opened.slice(0, rows.length).map((open) => {
    const answered = (open.reply && byKey.get(keyText(open.reply))) ?? null
    return { open, wire: wireMessage(open, shown, answered), answered }
  })
}

/** The messages that `rows` answer and that are not among them. */
function answeredElsewhere(rows: readonly MessageRow[]): MessageKey[] {
  const here = new Set(rows.map((row) => keyText({ channelId: row.channel_id, id: row.id })))
  const wanted = new Map<string, MessageKey>()
  for (const { flags, reply_channel_id: channelId, reply_message_id: id } of rows) {
    if (channelId === null || id === null) continue
    const key = { channelId, id }
    if (!isForward({ flags, reply: key }) && !here.has(keyText(key))) wanted.set(keyText(key), key)
  }
  return [...wanted.values()]
}
