import { command, edgeRefusals, query, Snowflake, z } from '@alles/platform/contract'
import type { GuildState, MemberState, ThreadMemberState } from './guild-state.ts'
import { refusals } from './refusals.ts'

export const guildsOf = query('chat.guildsOf', {
  about: 'The ids of the guilds an account is in, by id.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ accountId: Snowflake }),
  output: z.custom<string[]>(),
})

export const guildState = query('chat.guildState', {
  about:
    'The shared snapshot of a guild, from memory when it is there; null where there is none. Never change it.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ guildId: Snowflake }),
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
 * messages go. Everybody hears of it. What was written in deleted guilds is gone when this answers, their keys too.
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
    rows: z.object({ messages: z.int() }),
  }),
})
