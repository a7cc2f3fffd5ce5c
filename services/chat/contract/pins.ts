import { command, defineRefusals, Instant, query, Snowflake, z } from '@alles/platform/contract'
import { conversationRefusals } from './conversation-refusals.ts'
import { messageRefusals } from './message-refusals.ts'
import { Message } from './message-shapes.ts'
import { refusals } from './refusals.ts'

/** Numbers: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
export const pinRefusals = defineRefusals({
  too_many_pins: {
    status: 400,
    discord: 30003,
    sentence: 'This channel has 250 pinned messages, which is as many as can be. Unpin one first.',
  },
})

/** Most pinned messages of a channel. */
export const mostPins = 250

const inChannel = { channelId: Snowflake }
const noAccess = [refusals.unknown_channel, refusals.missing_access, messageRefusals.not_a_text_channel]
const noMessage = [
  ...noAccess,
  refusals.missing_permissions,
  refusals.thread_archived,
  messageRefusals.unknown_message,
  conversationRefusals.cannot_write_to,
]
const limit = { count: 20, seconds: 60, by: 'account' } as const

const pinning = {
  about: 'Pins a message to its channel, for who may pin or manage messages. Does nothing twice.',
  protocol: 'discord',
  caller: 'account',
  input: z.object({ ...inChannel, messageId: Snowflake }),
  output: z.void(),
  refuses: [...noMessage, messageRefusals.not_editable, pinRefusals.too_many_pins],
  limit,
} as const

const unpinning = {
  about: 'Unpins a message, for who may pin or manage messages. Does nothing twice.',
  protocol: 'discord',
  caller: 'account',
  input: z.object({ ...inChannel, messageId: Snowflake }),
  output: z.void(),
  refuses: noMessage,
  limit,
} as const

/** The second way is the older one. */
export const pinMessage = command('chat.pinMessage', {
  ...pinning,
  http: 'PUT /channels/:channelId/messages/pins/:messageId',
})
export const pinMessageOld = command('chat.pinMessageOld', {
  ...pinning,
  http: 'PUT /channels/:channelId/pins/:messageId',
})
export const unpinMessage = command('chat.unpinMessage', {
  ...unpinning,
  http: 'DELETE /channels/:channelId/messages/pins/:messageId',
})
export const unpinMessageOld = command('chat.unpinMessageOld', {
  ...unpinning,
  http: 'DELETE /channels/:channelId/pins/:messageId',
})

export const Pin = z.object({ pinned_at: Instant, message: Message })
export type Pin = z.infer<typeof Pin>

/** Those pinned last first. None for who may not read what was written before. */
export const listPins = query('chat.listPins', {
  about: 'Pages through the pinned messages of a channel.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/messages/pins',
  caller: 'account',
  input: z.object({
    ...inChannel,
    /** Those pinned before this moment. */
    before: z.iso.datetime({ offset: true }).optional(),
    limit: z.coerce.number<number | string>().int().min(1).max(50).default(50),
  }),
  output: z.object({ items: z.array(Pin), has_more: z.boolean() }),
  refuses: noAccess,
})

export const listPinsOld = query('chat.listPinsOld', {
  about: 'The 50 messages of a channel that were pinned last.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/pins',
  caller: 'account',
  input: z.object(inChannel),
  output: z.array(Message),
  refuses: noAccess,
})
