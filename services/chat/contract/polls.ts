import { command, defineRefusals, query, Snowflake, text, z } from '@alles/platform/contract'
import { messageRefusals } from './message-refusals.ts'
import { Message } from './message-shapes.ts'
import { refusals } from './refusals.ts'
import { User } from './wire.ts'

/** Numbers: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
export const pollRefusals = defineRefusals({
  unknown_answer: {
    status: 400,
    discord: 50035,
    sentence: 'This poll has no such answer, or only one can be chosen.',
  },
  /** The same whether they are strangers, one of them does not want it, or one blocked the other. */
  voting_blocked: { status: 403, discord: 520_000, sentence: 'You cannot vote here.' },
  poll_ended: { status: 400, discord: 520_001, sentence: 'This poll has ended.' },
  poll_not_editable: { status: 400, discord: 520_003, sentence: 'A message with a poll cannot be edited.' },
  poll_emoji: {
    status: 400,
    discord: 520_004,
    sentence: 'An emoji of this poll does not exist, or cannot be used here.',
  },
  no_poll: { status: 400, discord: 520_006, sentence: 'This message is no poll.' },
})

/** Most answers of a poll. */
export const mostAnswers = 10
/** Hours that a poll takes at most. */
export const longestPoll = 768

const words = (max: number) =>
  z
    .string()
    .transform((value) => value.trim())
    .pipe(text(max, 1))

const EmojiInput = z
  .object({ id: Snowflake.nullish(), name: z.string().max(100).nullish() })
  .refine(({ id, name }) => Boolean(id ?? name), 'names no emoji')

/** What a poll is asked for with. https://docs.discord.com/developers/resources/poll#poll-create-request-object */
export const PollInput = z.object({
  question: z.object({ text: words(300) }),
  answers: z
    .array(
      z.object({
        poll_media: z
          .object({ text: words(55).nullish(), emoji: EmojiInput.nullish() })
          .refine((media) => Boolean(media.text ?? media.emoji), 'says nothing'),
      }),
    )
    .min(1)
    .max(mostAnswers),
  /** Hours. */
  duration: z.int().min(1).max(longestPoll).default(24),
  allow_multiselect: z.boolean().default(false),
  layout_type: z.literal(1).default(1),
})
export type PollInput = z.output<typeof PollInput>

const ofPoll = { channelId: Snowflake, messageId: Snowflake }
const AnswerId = z.coerce.number<number | string>().int().min(1).max(mostAnswers)
const noPoll = [
  refusals.unknown_channel,
  refusals.missing_access,
  refusals.missing_permissions,
  messageRefusals.not_a_text_channel,
  messageRefusals.unknown_message,
  pollRefusals.no_poll,
]
const voting = {
  protocol: 'discord',
  caller: 'account',
  output: z.void(),
  refuses: [
    ...noPoll,
    refusals.people_only,
    refusals.thread_archived,
    pollRefusals.unknown_answer,
    pollRefusals.voting_blocked,
    pollRefusals.poll_ended,
  ],
  limit: { count: 60, seconds: 30, by: 'account' },
} as const

/** Bots do not vote. */
export const vote = command('chat.vote', {
  ...voting,
  about:
    'Votes for an answer; where one may be chosen, instead of the one chosen before. Does nothing twice.',
  http: 'PUT /channels/:channelId/polls/:messageId/answers/:answerId/@me',
  input: z.object({ ...ofPoll, answerId: AnswerId }),
})

export const takeBackVote = command('chat.takeBackVote', {
  ...voting,
  about: 'Votes for an answer no more. Does nothing twice.',
  http: 'DELETE /channels/:channelId/polls/:messageId/answers/:answerId/@me',
  input: z.object({ ...ofPoll, answerId: AnswerId }),
})

export const setVotes = command('chat.setVotes', {
  ...voting,
  about: 'Votes for these answers and no others; for none to take every vote back.',
  http: 'PUT /channels/:channelId/polls/:messageId/answers/@me',
  input: z.object({ ...ofPoll, answer_ids: z.array(AnswerId).max(mostAnswers) }),
})

/** In an order that is always the same and says nothing; `after` is the last one of the page before. */
export const listVoters = query('chat.listVoters', {
  about: 'Pages through those who voted for an answer.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/polls/:messageId/answers/:answerId',
  caller: 'account',
  input: z.object({
    ...ofPoll,
    answerId: AnswerId,
    after: Snowflake.optional(),
    limit: z.coerce.number<number | string>().int().min(1).max(100).default(25),
  }),
  output: z.object({ users: z.array(User) }),
  refuses: [...noPoll, pollRefusals.unknown_answer],
})

export const endPoll = command('chat.endPoll', {
  about: "Ends one's own poll before its time.",
  protocol: 'discord',
  http: 'POST /channels/:channelId/polls/:messageId/expire',
  caller: 'account',
  input: z.object(ofPoll),
  output: Message,
  refuses: [...noPoll, messageRefusals.not_your_message, refusals.thread_archived, pollRefusals.poll_ended],
  limit: { count: 20, seconds: 60, by: 'account' },
})

/** MESSAGE_POLL_VOTE_ADD and MESSAGE_POLL_VOTE_REMOVE; `guild_id` is absent in conversations. */
export interface PollVoteEvent {
  readonly user_id: string
  readonly channel_id: string
  readonly message_id: string
  readonly guild_id?: string
  readonly answer_id: number
}
