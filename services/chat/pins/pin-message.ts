import { refuse, z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import { kinds, messageRefusals, mostPins, pinRefusals } from '../contract/index.ts'
import { marks } from '../messages/message-marks.ts'
import { updateMessage, type MessageRow } from '../messages/message-store.ts'
import { changePin, type OfMessage, type Pinning } from './change-pin.ts'
import { countPins, insertPin } from './pin-store.ts'

/** Says in a channel that somebody pinned a message. */
export const sayPinned = task(
  'chat.sayPinned',
  z.object({ guildId: z.string(), channelId: z.string(), messageId: z.string(), membershipRef: z.string() }),
)

/** Pins a message to its channel. Does nothing where it is pinned already. */
export async function pinMessage(chat: Chat, by: Acting, input: OfMessage): Promise<void> {
  await changePin(chat, by, { ...input, action: 'MESSAGE_PIN', write: (pinning) => pin(chat, pinning) })
}

async function pin(chat: Chat, { tx, guild, member, row }: Pinning) {
  if ((row.marks & marks.pinned) !== 0) return null
  if (!mayBePinned(row)) refuse(messageRefusals.not_editable)
  const key = { channelId: row.channel_id, id: row.id }
  if ((await countPins(tx, key.channelId)) >= mostPins) refuse(pinRefusals.too_many_pins)
  const at = await insertPin(tx, key, { guildId: guild.id, at: new Date(chat.clock.now()) })
  const pinned = await updateMessage(tx, key, { addMarks: marks.pinned })
  await chat.jobs.add(tx, sayPinned, {
    guildId: guild.id,
    channelId: key.channelId,
    messageId: key.id,
    membershipRef: member.membershipRef,
  })
  return pinned && { row: pinned, lastPinAt: at.getTime() }
}

/** What the system says is not. */
function mayBePinned({ kind }: MessageRow): boolean {
  return kind === kinds.message || kind === kinds.reply
}
