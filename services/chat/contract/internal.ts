import { command, edgeRefusals, query, Snowflake, z } from '@alles/platform/contract'
import type { PrivateChannel } from './conversations.ts'
import type { Dispatch } from './events.ts'
import type { GuildState, MemberState, ThreadMemberState } from './guild-state.ts'
import type { NotificationSettings } from './notification-settings.ts'
import type { PersonalSettings } from './personal-settings.ts'
import type { ReadState } from './read-states.ts'
import type { Relationship } from './relationships.ts'
import { refusals } from './refusals.ts'

export const guildsOf = query('chat.guildsOf', {
  about: 'The ids of the guilds an account is in, by id.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ accountId: Snowflake }),
  output: z.custom<string[]>(),
})

export const conversationsOf = query('chat.conversationsOf', {
  about: 'The ids of the conversations an account is in, those put away included, by id.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ accountId: Snowflake }),
  output: z.custom<string[]>(),
})

export const guildState = query('chat.guildState', {
  about:
    'The shared snapshot of a guild or conversation, from memory when it is there; null where there is none. Never change it. `newest`: after it was compared with the database, where others may have written there.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ guildId: Snowflake, newest: z.boolean().optional() }),
  output: z.custom<GuildState | null>(),
})

/** Whom a thread concerns. `members`: accounts that see a private one; null where it is open to all who see its channel. */
export interface ThreadAudience {
  readonly parentId: string
  readonly members: ReadonlySet<string> | null
}

export const threadAudience = query('chat.threadAudience', {
  about:
    'The channel a thread is in and, of a private one, who is in it; null where there is no such thread.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ guildId: Snowflake, threadId: Snowflake }),
  output: z.custom<ThreadAudience | null>(),
})

export const joinedThreads = query('chat.joinedThreads', {
  about: 'Which of some threads of a guild each of some accounts follows.',
  caller: 'internal',
  checked: 'types',
  input: z.object({
    guildId: Snowflake,
    accountIds: z.array(Snowflake).readonly(),
    threadIds: z.array(Snowflake).readonly(),
  }),
  output: z.custom<ThreadMemberState[]>(),
})

export const missedMessages = query('chat.missedMessages', {
  about:
    'What a gateway delivers of the messages between two of a channel whose events it never got, in order.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ channelId: Snowflake, after: Snowflake, before: Snowflake }),
  output: z.custom<Dispatch[]>(),
})

export const guildMembers = query('chat.guildMembers', {
  about: 'Those of some accounts that are members of a guild, as of its newest snapshot. Never change them.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ guildId: Snowflake, accountIds: z.array(Snowflake) }),
  output: z.custom<MemberState[]>(),
})

export const guildMembersAfter = query('chat.guildMembersAfter', {
  about: 'A page of the members of a guild by account id, upwards. Never change them.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ guildId: Snowflake, after: Snowflake, limit: z.int() }),
  output: z.custom<MemberState[]>(),
})

export const guildMembersNamed = query('chat.guildMembersNamed', {
  about: 'Members of a guild who go by a name that begins with some letters, by name. Never change them.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ guildId: Snowflake, query: z.string(), limit: z.int() }),
  output: z.custom<MemberState[]>(),
})

/** What seals what an account writes, one key for each guild it is or ever was in: other services know memberships by them. */
export const membershipKeys = query('chat.membershipKeys', {
  about: "The content keys of an account's memberships, past ones included.",
  caller: 'internal',
  checked: 'types',
  input: z.object({ accountId: Snowflake }),
  output: z.custom<string[]>(),
})

/** `permissions` is cut to what the person who adds it has. Adding one that is in changes its role's permissions, for who may manage that role. */
export const addBot = command('chat.addBot', {
  about: 'Makes a bot a member of a guild, with a role of its own. Does nothing twice.',
  caller: 'internal',
  input: z.object({
    guildId: Snowflake,
    /** The bot's account. */
    accountId: Snowflake,
    /** What the role of its own is called. */
    name: z.string().max(100).optional(),
    permissions: z.union([z.bigint(), z.string().transform((bits) => BigInt(bits))]),
    by: z.object({ accountId: Snowflake, bot: z.boolean() }),
  }),
  output: z.void(),
  refuses: [
    edgeRefusals.not_found,
    edgeRefusals.not_allowed,
    refusals.banned,
    refusals.too_many_roles,
    refusals.unknown_user,
  ],
})

/**
 * This service's own part of an erasure, before rows are touched: guilds the account owns pass to the administrator who
 * joined first, else to whoever joined first, else are deleted; then it leaves every guild; with `everything`, all its
 * messages, reactions and votes go. Everybody hears of it. What was written in deleted guilds is gone when this answers, their keys too.
 * `rows`: how many were deleted already, by table.
 */
export const leaveEverything = command('chat.leaveEverything', {
  about: 'Takes an account, and what it wrote where that goes, out of every guild. Does nothing twice.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake, mode: z.enum(['pseudonymise', 'everything']) }),
  output: z.object({
    left: z.int(),
    deletedGuilds: z.int(),
    keysDestroyed: z.int(),
    rows: z.object({ messages: z.int(), reactors: z.int(), poll_votes: z.int() }),
  }),
})

/** What READY tells a person beyond what it tells a bot. */
export interface Beginning {
  readonly read_state: readonly ReadState[]
  readonly user_guild_settings: readonly NotificationSettings[]
  readonly relationships: readonly Relationship[]
  readonly private_channels: readonly PrivateChannel[]
  readonly user_settings: PersonalSettings
  /** By the accounts they are of. */
  readonly notes: Readonly<Record<string, string>>
}

export const beginningOf = query('chat.beginningOf', {
  about:
    'What a person finds when a client of theirs begins: what they read, chose and noted, their conversations and friends.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ accountId: Snowflake }),
  output: z.custom<Beginning>(),
})

/** For who knows that the last connections of some accounts have ended, and that they will not be resumed. */
export const endVisits = command('chat.endVisits', {
  about: 'Takes accounts out of the guilds they joined for a visit. Who was given a role stays.',
  caller: 'internal',
  input: z.object({ accountIds: z.array(Snowflake).max(1000) }),
  output: z.object({ ended: z.int() }),
})
