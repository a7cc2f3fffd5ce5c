import { defineRefusals, event, query, Snowflake, z } from '@alles/platform/contract'
import { messageRefusals } from './message-refusals.ts'
import { Message } from './message-shapes.ts'
import { refusals } from './refusals.ts'
import { Thread } from './channel-shapes.ts'

export const searchRefusals = defineRefusals({
  index_not_ready: {
    status: 202,
    discord: 110_000,
    sentence: 'Index not yet available. Try again later',
  },
})

/** Where processes tell whoever keeps the index of messages what there is to do. */
export const searchTopic = 'search'

export const messagesWritten = event('chat.messagesWritten', {
  about: 'Messages were written or changed in some channels.',
  delivery: 'realtime',
  data: z.object({ channelIds: z.array(Snowflake) }),
})

/** What a message can be asked to have. A minus before it asks for those that do not. */
export const searchHas = [
  'image',
  'sound',
  'video',
  'file',
  'sticker',
  'embed',
  'link',
  'poll',
  'snapshot',
] as const
export type SearchHas = (typeof searchHas)[number]

/** One or more, given as often as there are, or with commas between them. */
const many = <T extends z.ZodType<unknown, string>>(one: T, most: number) =>
  z
    .union([
      z.string().transform((text) => text.split(',').filter((part) => part !== '')),
      z.array(z.string()),
    ])
    .pipe(z.array(one).max(most))

const Has = z
  .string()
  .refine(
    (text): text is SearchHas | `-${SearchHas}` =>
      (searchHas as readonly string[]).includes(text.replace(/^-/, '')),
    'is nothing that a message can have',
  )
const Truth = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((given) => given === true || given === 'true' || given === '1')
const whole = z.coerce.number<number | string>().int()

/** The most characters of `content`. */
export const mostSoughtCharacters = 1024

const asked = {
  content: z.string().max(mostSoughtCharacters).optional(),
  author_id: many(Snowflake, 100).optional(),
  mentions: many(Snowflake, 100).optional(),
  mention_everyone: Truth.optional(),
  has: many(Has, 18).optional(),
  pinned: Truth.optional(),
  /** Above this id. */
  min_id: Snowflake.optional(),
  /** Below this id. */
  max_id: Snowflake.optional(),
  sort_by: z.enum(['timestamp', 'relevance']).default('timestamp'),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
  offset: whole.min(0).max(9975).default(0),
  limit: whole.min(1).max(25).default(25),
}

/**
 * `messages`: each by itself in a list, as there was context around it once; without reactions. `total_results`: how many
 * there are among what was looked at, which is everything, or the first 1,000 messages of the index that may be one and
 * as many as the page needs. `doing_deep_historical_index`: the search ended before it had filled its page, or older
 * messages are not in the index yet; of a conversation, the same search goes on from there. `documents_indexed`: how many
 * messages that were so far.
 */
export const SearchResult = z.object({
  doing_deep_historical_index: z.boolean(),
  documents_indexed: z.int().exactOptional(),
  total_results: z.int(),
  messages: z.array(z.tuple([Message])),
  /** Those that messages of the page are in. */
  threads: z.array(Thread).exactOptional(),
})
export type SearchResult = z.infer<typeof SearchResult>

const limit = { count: 30, seconds: 30, by: 'account' } as const

/**
 * https://docs.discord.com/developers/resources/message#search-guild-messages. Words may stand in any order, those between
 * quotation marks as they are; one of several authors, one of several people mentioned, all of what it is to have.
 */
export const searchGuild = query('chat.searchGuild', {
  about: 'Finds messages of a server by their words and by what else is known of them.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/messages/search',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    ...asked,
    channel_id: many(Snowflake, 500).optional(),
    include_nsfw: Truth.default(false),
  }),
  output: SearchResult,
  refuses: [refusals.unknown_guild, searchRefusals.index_not_ready],
  limit,
})

/** Of direct messages and groups nothing is indexed: they are opened and looked through, some thousands at a time. */
export const searchChannel = query('chat.searchChannel', {
  about: 'Finds messages of one channel or conversation.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/messages/search',
  caller: 'account',
  input: z.object({ channelId: Snowflake, ...asked }),
  output: SearchResult,
  refuses: [
    refusals.unknown_channel,
    refusals.missing_access,
    refusals.missing_permissions,
    messageRefusals.not_a_text_channel,
    searchRefusals.index_not_ready,
  ],
  limit,
})
