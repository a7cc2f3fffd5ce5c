import { command, defineRefusals, query, Snowflake, z } from '@alles/platform/contract'
import { messageRefusals } from './message-refusals.ts'
import type { PartialEmoji } from './message-shapes.ts'
import { refusals } from './refusals.ts'
import { User, type Member } from './wire.ts'

/** Numbers: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
export const reactionRefusals = defineRefusals({
  unknown_reaction_emoji: {
    status: 400,
    discord: 10014,
    sentence: 'This emoji does not exist, or cannot be used here.',
  },
  too_many_reactions: {
    status: 400,
    discord: 30010,
    sentence: 'This message has 20 different emojis, which is as many as can be.',
  },
  /** The same whether they are strangers, one of them does not want it, or one blocked the other. */
  reaction_blocked: { status: 403, discord: 90001, sentence: 'You cannot react to messages here.' },
})

/** Most different emojis on a message. */
export const mostReactions = 20

/** One of Unicode, or `name:id` of one that a server made. */
const EmojiName = z.string().min(1).max(100)
const ofMessage = { channelId: Snowflake, messageId: Snowflake }
const ofEmoji = { ...ofMessage, emoji: EmojiName }
const noMessage = [
  refusals.unknown_channel,
  refusals.missing_access,
  refusals.missing_permissions,
  messageRefusals.not_a_text_channel,
  messageRefusals.unknown_message,
]
const changing = [...noMessage, refusals.thread_archived]
const limit = { count: 60, seconds: 30, by: 'account' } as const

/** ADD_REACTIONS is needed for an emoji that the message does not have yet, and so is that one may use it. */
export const addReaction = command('chat.addReaction', {
  about: 'Reacts to a message with an emoji. Does nothing twice.',
  protocol: 'discord',
  http: 'PUT /channels/:channelId/messages/:messageId/reactions/:emoji/@me',
  caller: 'account',
  input: z.object(ofEmoji),
  output: z.void(),
  refuses: [
    ...changing,
    reactionRefusals.unknown_reaction_emoji,
    reactionRefusals.too_many_reactions,
    reactionRefusals.reaction_blocked,
  ],
  limit,
})

export const removeMyReaction = command('chat.removeMyReaction', {
  about: "Takes one's own reaction back. Does nothing where there is none.",
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/messages/:messageId/reactions/:emoji/@me',
  caller: 'account',
  input: z.object(ofEmoji),
  output: z.void(),
  refuses: [...changing, reactionRefusals.unknown_reaction_emoji],
  limit,
})

export const removeReaction = command('chat.removeReaction', {
  about: "Takes somebody's reaction away, for who may manage messages.",
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/messages/:messageId/reactions/:emoji/:userId',
  caller: 'account',
  input: z.object({ ...ofEmoji, userId: Snowflake }),
  output: z.void(),
  refuses: [...changing, reactionRefusals.unknown_reaction_emoji],
  limit,
})

export const clearReactions = command('chat.clearReactions', {
  about: 'Takes all reactions off a message, for who may manage messages.',
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/messages/:messageId/reactions',
  caller: 'account',
  input: z.object(ofMessage),
  output: z.void(),
  refuses: changing,
  limit,
})

export const clearEmoji = command('chat.clearEmoji', {
  about: 'Takes all reactions with one emoji off a message, for who may manage messages.',
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/messages/:messageId/reactions/:emoji',
  caller: 'account',
  input: z.object(ofEmoji),
  output: z.void(),
  refuses: [...changing, reactionRefusals.unknown_reaction_emoji],
  limit,
})

/**
 * In an order that is always the same and says nothing; `after` is the last one of the page before. `type` 1, super
 * reactions, of which there are none.
 */
export const listReactors = query('chat.listReactors', {
  about: 'Pages through those who reacted to a message with an emoji.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/messages/:messageId/reactions/:emoji',
  caller: 'account',
  input: z.object({
    ...ofEmoji,
    after: Snowflake.optional(),
    limit: z.coerce.number<number | string>().int().min(1).max(100).default(25),
    type: z.coerce.number<number | string>().int().min(0).max(1).default(0),
  }),
  output: z.array(User),
  refuses: [...noMessage, reactionRefusals.unknown_reaction_emoji],
})

/** Where reactions are; `guild_id` is absent in conversations. */
interface ReactionPlace {
  readonly channel_id: string
  readonly message_id: string
  readonly guild_id?: string
}

/** MESSAGE_REACTION_REMOVE. */
export interface ReactionEvent extends ReactionPlace {
  readonly user_id: string
  readonly emoji: PartialEmoji
  readonly burst: false
  readonly type: 0
}

/** MESSAGE_REACTION_ADD. */
export interface ReactionAddEvent extends ReactionEvent {
  readonly burst_colors: []
  readonly message_author_id: string
  readonly member?: Member
}

/** MESSAGE_REACTION_REMOVE_ALL, and with `emoji` MESSAGE_REACTION_REMOVE_EMOJI. */
export interface ReactionsClearedEvent extends ReactionPlace {
  readonly emoji?: PartialEmoji
}
