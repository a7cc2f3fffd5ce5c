import type { Acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import { marks } from '../messages/message-marks.ts'
import { updateMessage } from '../messages/message-store.ts'
import { changePin, type OfMessage, type Pinning } from './change-pin.ts'
import { removePin } from './pin-store.ts'

/** Unpins a message. Does nothing where it is not pinned. */
export async function unpinMessage(chat: Chat, by: Acting, input: OfMessage): Promise<void> {
  await changePin(chat, by, { ...input, action: 'MESSAGE_UNPIN', write: unpin })
}

async function unpin({ tx, channel, row }: Pinning) {
  if ((row.marks & marks.pinned) === 0) return null
  const key = { channelId: row.channel_id, id: row.id }
  await removePin(tx, key)
  const unpinned = await updateMessage(tx, key, { dropMarks: marks.pinned })
  return unpinned && { row: unpinned, lastPinAt: channel.lastPinAt }
}
