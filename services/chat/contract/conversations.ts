import { command, Instant, Nothing, query, Snowflake, z } from '@alles/platform/contract'
import { conversationRefusals } from './conversation-refusals.ts'
import { refusals } from './refusals.ts'
import { User } from './wire.ts'

const conversationShape = {
  id: Snowflake,
  flags: z.int(),
  last_message_id: Snowflake.nullable(),
  last_pin_timestamp: Instant.nullable(),
  /** The others in it. */
  recipients: z.array(User),
}

/** A conversation between two. */
export const DirectChannel = z.object({ ...conversationShape, type: z.literal(1), name: z.null() })
export type DirectChannel = z.infer<typeof DirectChannel>

/** A conversation of a few people. */
export const GroupChannel = z.object({
  ...conversationShape,
  type: z.literal(3),
  name: z.string().nullable(),
  icon: z.null(),
  owner_id: Snowflake,
})
export type GroupChannel = z.infer<typeof GroupChannel>

/** `type` 1: direct. 3: group. */
export const PrivateChannel = z.discriminatedUnion('type', [DirectChannel, GroupChannel])
export type PrivateChannel = z.infer<typeof PrivateChannel>

/** Most people in a group. */
export const mostRecipients = 10

export const listConversations = query('chat.listConversations', {
  about: "One's direct and group conversations, those written in last first; at most 1000.",
  protocol: 'discord',
  http: 'GET /users/@me/channels',
  caller: 'account',
  input: Nothing,
  output: z.array(PrivateChannel),
})

/**
 * With `recipient_id`, or one of `recipients`: the direct conversation with that account, always the same one; the other
 * sees it once something is written. With several, or with none, of `recipients`: a new group of friends.
 */
export const openConversation = command('chat.openConversation', {
  about: 'Opens a direct conversation, or makes a group.',
  protocol: 'discord',
  http: 'POST /users/@me/channels',
  caller: 'account',
  input: z.object({
    recipient_id: Snowflake.nullish(),
    recipients: z.array(Snowflake).max(100).nullish(),
  }),
  output: PrivateChannel,
  refuses: [
    refusals.unknown_user,
    refusals.people_only,
    conversationRefusals.cannot_write_to,
    conversationRefusals.invalid_recipient,
    conversationRefusals.too_many_recipients,
  ],
  limit: { count: 30, seconds: 60, by: 'account' },
})

const ofGroup = { channelId: Snowflake, userId: Snowflake }

export const addRecipient = command('chat.addRecipient', {
  about: 'Takes a friend into a group. Does nothing twice.',
  protocol: 'discord',
  http: 'PUT /channels/:channelId/recipients/:userId',
  caller: 'account',
  input: z.object(ofGroup),
  output: z.void(),
  refuses: [
    refusals.unknown_channel,
    refusals.unknown_user,
    refusals.people_only,
    conversationRefusals.direct_channel,
    conversationRefusals.cannot_write_to,
    conversationRefusals.too_many_recipients,
  ],
  limit: { count: 30, seconds: 60, by: 'account' },
})

export const removeRecipient = command('chat.removeRecipient', {
  about: 'Takes somebody out of a group one owns.',
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/recipients/:userId',
  caller: 'account',
  input: z.object(ofGroup),
  output: z.void(),
  refuses: [
    refusals.unknown_channel,
    refusals.unknown_member,
    refusals.missing_permissions,
    conversationRefusals.direct_channel,
  ],
  limit: { count: 30, seconds: 60, by: 'account' },
})
