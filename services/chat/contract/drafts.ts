import { command, Instant, Nothing, query, Snowflake, z } from '@alles/platform/contract'
import { messageRefusals } from './message-refusals.ts'
import { refusals } from './refusals.ts'

/** A message that was begun in a channel and not sent. */
export const Draft = z.object({ channel_id: Snowflake, content: z.string(), updated_at: Instant })
export type Draft = z.infer<typeof Draft>

const noAccess = [
  refusals.people_only,
  refusals.unknown_channel,
  refusals.missing_access,
  messageRefusals.not_a_text_channel,
]
const writing = { count: 120, seconds: 60, by: 'account' } as const

/** Kept for 90 days. The account's other sessions hear DRAFT_UPDATE with the draft. */
export const putDraft = command('chat.putDraft', {
  about: 'Keeps what one has begun to write in a channel, for the other devices too.',
  http: 'PUT /drafts/:channelId',
  caller: 'account',
  input: z.strictObject({ channelId: Snowflake, content: z.string().min(1).max(4000) }),
  output: Draft,
  refuses: noAccess,
  limit: writing,
})

/** The account's other sessions hear DRAFT_DELETE. Does nothing twice. */
export const deleteDraft = command('chat.deleteDraft', {
  about: 'Throws a draft away.',
  http: 'DELETE /drafts/:channelId',
  caller: 'account',
  input: z.strictObject({ channelId: Snowflake }),
  output: z.void(),
  refuses: noAccess,
  limit: writing,
})

export const listDrafts = query('chat.listDrafts', {
  about: 'All that one has begun to write, the newest first; at most 1000.',
  http: 'GET /drafts',
  caller: 'account',
  input: Nothing,
  output: z.object({ drafts: z.array(Draft) }),
  refuses: [refusals.people_only],
})
