import { command, query, Snowflake, z } from '@alles/platform/contract'
import { moderationRefusals } from './moderation-refusals.ts'
import { refusals } from './refusals.ts'
import { Ban } from './wire.ts'

const ofBan = { guildId: Snowflake, userId: Snowflake }
const changing = { count: 60, seconds: 60, by: 'account' } as const
const longestSeconds = 604_800

/**
 * Also an account that is not in the server. The reason, at most 512 characters, comes percent-encoded in the header
 * `X-Audit-Log-Reason`.
 * `delete_message_seconds`: how far back what it wrote here goes too, at most seven days; `delete_message_days` is the
 * older name of the same. Does nothing twice.
 */
export const banAccount = command('chat.banAccount', {
  about: 'Removes an account from a server and keeps it out: its invites fail as if they had expired.',
  protocol: 'discord',
  http: 'PUT /guilds/:guildId/bans/:userId',
  caller: 'account',
  input: z.object({
    ...ofBan,
    delete_message_seconds: z.int().min(0).max(longestSeconds).nullish(),
    delete_message_days: z.int().min(0).max(7).nullish(),
  }),
  output: z.void(),
  refuses: [refusals.unknown_guild, refusals.unknown_user, refusals.missing_permissions],
  limit: changing,
})

export const unbanAccount = command('chat.unbanAccount', {
  about: 'Lets an account join a server again.',
  protocol: 'discord',
  http: 'DELETE /guilds/:guildId/bans/:userId',
  caller: 'account',
  input: z.object(ofBan),
  output: z.void(),
  refuses: [refusals.unknown_guild, refusals.unknown_ban, refusals.missing_permissions],
  limit: changing,
})

export const getBan = query('chat.getBan', {
  about: 'Reads the ban of an account.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/bans/:userId',
  caller: 'account',
  input: z.object(ofBan),
  output: Ban,
  refuses: [refusals.unknown_guild, refusals.unknown_ban, refusals.missing_permissions],
})

/** With `before`, the ids below it, the nearest ones; either way by id, upwards. */
export const listBans = query('chat.listBans', {
  about: 'Pages through the banned accounts of a server by id.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/bans',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    limit: z.coerce.number<number | string>().int().min(1).max(1000).default(1000),
    before: Snowflake.optional(),
    after: Snowflake.optional(),
  }),
  output: z.array(Ban),
  refuses: [refusals.unknown_guild, refusals.missing_permissions],
})

/** Like banning each of them; who cannot be banned is among those that failed, and why is not said. */
export const bulkBan = command('chat.bulkBan', {
  about: 'Removes up to 200 accounts from a server and keeps them out.',
  protocol: 'discord',
  http: 'POST /guilds/:guildId/bulk-ban',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    user_ids: z.array(Snowflake).min(1).max(200),
    delete_message_seconds: z.int().min(0).max(longestSeconds).nullish(),
  }),
  output: z.object({ banned_users: z.array(Snowflake), failed_users: z.array(Snowflake) }),
  refuses: [refusals.unknown_guild, refusals.missing_permissions, moderationRefusals.none_banned],
  limit: { count: 10, seconds: 60, by: 'account' },
})

/** Looks at the first 10,000 bans, by id. */
export const searchBans = query('chat.searchBans', {
  about: 'Finds banned accounts whose name or shown name begins with some letters.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/bans/search',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    query: z.string().min(1).max(100),
    limit: z.coerce.number<number | string>().int().min(1).max(100).default(10),
  }),
  output: z.array(Ban),
  refuses: [refusals.unknown_guild, refusals.missing_permissions],
  limit: { count: 20, seconds: 60, by: 'account' },
})
