import { event, Snowflake, z } from '@alles/platform/contract'

/** Where processes tell each other that a guild changed. */
export const guildsTopic = 'guilds'

/** A change of membership: from version `before` to `version`. Whoever knows another one than `before` missed something. */
export interface MembersChanged {
  readonly before: string
  readonly version: string
  /** Who joined, left or changed; null where it may be everybody. */
  readonly accountIds: readonly string[] | null
}

/**
 * Published after the commit, before the dispatches it leads to: snapshots of an older `version` are wrong, and so is
 * what is known of the members that `members` names.
 */
export const guildChanged = event('chat.guildChanged', {
  about: 'A guild, or the membership of some accounts in it, changed, or (null) the guild is no more.',
  delivery: 'realtime',
  data: z.object({
    guildId: Snowflake,
    version: z.string().nullable(),
    threadsVersion: z.string().nullable(),
    members: z
      .object({
        before: z.string(),
        version: z.string(),
        count: z.int(),
        accountIds: z.array(Snowflake).nullable(),
      })
      .nullable(),
  }),
})

/** Where processes tell each other that an account changed whom it blocks or befriends, or who may reach it. */
export const reachTopic = 'reach'

export const reachChanged = event('chat.reachChanged', {
  about: 'What is known of who may reach an account is old.',
  delivery: 'realtime',
  data: z.object({ accountId: Snowflake }),
})

/**
 * Published on the same topic where what a change led to may not have reached everybody, after its `guildChanged`. Who
 * shows the guild to somebody reads it again and tells it whole.
 */
export const guildMissed = event('chat.guildMissed', {
  about: 'Somebody may not have heard of a change of this guild.',
  delivery: 'realtime',
  data: z.object({ guildId: Snowflake }),
})

/** Where processes hear how many are there. */
export const presenceCountsTopic = 'presence-counts'

/** Said by whoever holds the connections, when it changes and every minute. Who hides is not counted. */
export const presenceCounted = event('chat.presenceCounted', {
  about: 'How many members of some guilds are seen to be online.',
  delivery: 'realtime',
  data: z.object({ counts: z.array(z.tuple([Snowflake, z.int()])) }),
})

/** Topics that dispatches are published on: `dispatch` for members of a guild, and for one account. */
export const guildTopic = (guildId: string) => `guild:${guildId}`
export const accountTopic = (accountId: string) => `account:${accountId}`

/**
 * Who gets a dispatch.
 * - `guild`: every member who has all of `needs` in the guild as a whole, where that is given; of `accountIds` alone,
 *   where those are given.
 * - `channel`: every member who may see the channel or thread, and has all of `needs` in it where that is given. Judged by
 *   the guild's state after the change, but for CHANNEL_DELETE, which goes to those who saw the channel before. `members`
 *   are those of a private thread that is gone from it: they get it, and who manages threads there.
 * - `account`: one account, published on its own topic.
 * - `accounts`: several, as those of a direct message, published on the topic of each.
 */
export type Audience =
  | {
      readonly kind: 'guild'
      readonly guildId: string
      readonly needs?: bigint
      readonly accountIds?: readonly string[]
    }
  | {
      readonly kind: 'channel'
      readonly guildId: string
      readonly channelId: string
      readonly needs?: bigint
      readonly members?: readonly string[]
    }
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'accounts'; readonly accountIds: readonly string[] }

/** One event of Discord's gateway on its way to connections. */
export interface Dispatch {
  /** Given when it is published: the same wherever it is heard, and on every topic. */
  readonly id?: string
  /** Its name on the wire: `MESSAGE_CREATE`. */
  readonly t: string
  /** Its payload on the wire, the same for everybody; never changed once published. */
  readonly d: object
  readonly audience: Audience
  /** Of messages: the number in the channel. A jump means that something was missed. */
  readonly number?: number
  /**
   * Permissions, channels or membership changed, and the new state is what `guildState` answers from now on. Whoever
   * delivers reads it before delivering anything later: who lost sight of a channel gets nothing more from it. For
   * connections that gained or lost sight of a channel that still exists, it makes CHANNEL_CREATE, CHANNEL_DELETE and
   * THREAD_LIST_SYNC itself (`sightChanges`).
   */
  readonly reshape?: boolean
  /**
   * The id of a thread that was archived and is awake again. Who follows it is told that by whoever delivers
   * (THREAD_MEMBER_UPDATE): clients that began while it was archived know nothing of it.
   */
  readonly wakes?: string
  /** Where it tells of a change of membership: which. Who is not among these accounts may do what they could before. */
  readonly members?: MembersChanged
  /** The nonce a message was sent with. */
  readonly nonce?: string
}

/**
 * Published after the commit, in the order of a guild's changes. An account that joins or leaves a guild gets
 * GUILD_CREATE or GUILD_DELETE with `{ id }` on its own topic: the gateway makes the full GUILD_CREATE of `guildState`.
 * When a guild is deleted, GUILD_DELETE with `reshape` comes on the guild's topic alone, and `guildState` answers null.
 */
export const dispatch = event('chat.dispatch', {
  about: 'Something happened that connections hear of.',
  delivery: 'realtime',
  data: z.custom<Dispatch>(),
})
