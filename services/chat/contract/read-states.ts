import { command, Snowflake, z } from '@alles/platform/contract'
import { messageRefusals } from './message-refusals.ts'
import { refusals } from './refusals.ts'

/** How far an account has read a channel, as READY names it. */
export const ReadState = z.object({
  /** The channel. */
  id: Snowflake,
  /** The newest message that was read; null before the first. */
  last_message_id: Snowflake.nullable(),
  /** Its number in the channel; 0 before the first. */
  last_message_number: z.int(),
  /** How many messages are there that come after it. */
  unread_count: z.int(),
  /** How many of those mention the account itself. */
  mention_count: z.int(),
})
export type ReadState = z.infer<typeof ReadState>

const acknowledging = { count: 120, seconds: 60, by: 'account' } as const

/**
 * Reading goes forwards, whatever comes late; with `manual` it goes back to this message, and `mention_count` says how
 * many mentions are unread then. The account's other sessions hear MESSAGE_ACK.
 */
export const acknowledgeMessage = command('chat.acknowledgeMessage', {
  about: 'Marks a channel as read up to a message.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/messages/:messageId/ack',
  caller: 'account',
  input: z.object({
    channelId: Snowflake,
    messageId: Snowflake,
    manual: z.boolean().nullish(),
    mention_count: z.int().min(0).max(1_000_000).nullish(),
  }),
  output: z.object({ token: z.null() }),
  refuses: [
    refusals.people_only,
    refusals.unknown_channel,
    refusals.missing_access,
    messageRefusals.not_a_text_channel,
  ],
  limit: acknowledging,
})

/** Channels that one may not see, or no longer, are passed over. */
export const acknowledgeMany = command('chat.acknowledgeMany', {
  about: 'Marks several channels as read.',
  protocol: 'discord',
  http: 'POST /read-states/ack-bulk',
  caller: 'account',
  input: z.object({
    read_states: z
      .array(z.object({ channel_id: Snowflake, message_id: Snowflake, read_state_type: z.int().nullish() }))
      .max(100),
  }),
  output: z.void(),
  refuses: [refusals.people_only],
  limit: { count: 30, seconds: 60, by: 'account' },
})
