import { command, Instant, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { messageRefusals } from './message-refusals.ts'

const ofMessage = { channelId: Snowflake, messageId: Snowflake }

/** What a message said before an edit. Kept for 30 days, and never longer than the message. */
export const MessageEdit = z.object({
  id: Snowflake,
  content: z.string(),
  /** When it was replaced. */
  replaced_at: Instant,
})
export type MessageEdit = z.infer<typeof MessageEdit>

/** For its author, and for who may manage messages in its channel. Newest first. */
export const listEdits = query('chat.listEdits', {
  about: 'What a message said before it was edited.',
  http: 'GET /channels/:channelId/messages/:messageId/edits',
  caller: 'account',
  input: z.object(ofMessage),
  output: z.array(MessageEdit),
  refuses: [
    refusals.unknown_channel,
    refusals.missing_access,
    refusals.missing_permissions,
    messageRefusals.not_a_text_channel,
    messageRefusals.unknown_message,
  ],
})

/** How far the deletion of all that an account wrote in a guild has come. */
export const Clearing = z.object({
  /** `none`: never asked for. */
  state: z.enum(['none', 'running', 'done']),
  /** Messages deleted so far. */
  deleted: z.int(),
  asked_at: Instant.nullable(),
  done_at: Instant.nullable(),
})
export type Clearing = z.infer<typeof Clearing>

/**
 * Deletes every message that one wrote in a guild until now and every reaction and vote of one's own there, also in
 * channels one cannot see (any more) and after having left, and destroys the key they were sealed with: what copies there are cannot be
 * read again. Goes on after the answer; `getClearing` tells how far it is. That one is or was a member stays.
 */
export const clearMine = command('chat.clearMine', {
  about: 'Deletes all that one wrote in a server.',
  http: 'DELETE /guilds/:guildId/messages/@me',
  caller: 'person',
  status: 202,
  input: z.object({ guildId: Snowflake }),
  output: Clearing,
  refuses: [refusals.unknown_guild],
  limit: { count: 10, seconds: 3600, by: 'account' },
})

export const getClearing = query('chat.getClearing', {
  about: 'How far the deletion of all that one wrote in a server has come.',
  http: 'GET /guilds/:guildId/messages/@me',
  caller: 'person',
  input: z.object({ guildId: Snowflake }),
  output: Clearing,
  refuses: [refusals.unknown_guild],
})
