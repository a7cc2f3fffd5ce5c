import { makePicture } from '@alles/media/contract'
import { command, query, Snowflake, text, z } from '@alles/platform/contract'
import { Picture } from './guilds.ts'
import { refusals } from './refusals.ts'
import { Member } from './wire.ts'

const ofMember = { guildId: Snowflake, userId: Snowflake }
const noMember = [refusals.unknown_guild, refusals.unknown_member]
const Nick = text(32).nullish()
const changing = { count: 60, seconds: 60, by: 'account' } as const

export const listMembers = query('chat.listMembers', {
  about: 'Pages through the members of a server by id, upwards.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/members',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    limit: z.coerce.number<number | string>().int().min(1).max(1000).default(1),
    after: Snowflake.default('0'),
  }),
  output: z.array(Member),
  refuses: [refusals.unknown_guild],
})

export const searchMembers = query('chat.searchMembers', {
  about: 'Finds members whose name, shown name or nickname begins with some letters.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/members/search',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    query: z.string().min(1).max(100),
    limit: z.coerce.number<number | string>().int().min(1).max(1000).default(1),
  }),
  output: z.array(Member),
  refuses: [refusals.unknown_guild],
  limit: { count: 60, seconds: 60, by: 'account' },
})

export const getMember = query('chat.getMember', {
  about: 'Reads a member; `@me` is oneself.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/members/:userId',
  caller: 'account',
  input: z.object({ guildId: Snowflake, userId: z.union([Snowflake, z.literal('@me')]) }),
  output: Member,
  refuses: noMember,
})

export const getMyMember = query('chat.getMyMember', {
  about: 'Oneself as a member of a server.',
  protocol: 'discord',
  http: 'GET /users/@me/guilds/:guildId/member',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: Member,
  refuses: noMember,
})

/** ISO 8601. */
const Moment = z
  .string()
  .max(64)
  .refine((value) => !Number.isNaN(Date.parse(value)), 'is not a moment')

/**
 * `roles` is the whole new list; only what it adds and takes is asked permission for. Until
 * `communication_disabled_until`, at most 28 days from now, a member may only read; null ends that.
 */
export const editMember = command('chat.editMember', {
  about: "Changes a member's nickname or roles, or times it out.",
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/members/:userId',
  caller: 'account',
  input: z.object({
    ...ofMember,
    nick: Nick,
    roles: z.array(Snowflake).max(250).nullish(),
    communication_disabled_until: Moment.nullish(),
  }),
  output: Member,
  refuses: [...noMember, refusals.missing_permissions, refusals.unknown_role, refusals.fixed_role],
  limit: changing,
})

export const editMe = command('chat.editMe', {
  about: "Changes one's own nickname or picture in a server.",
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/members/@me',
  caller: 'account',
  input: z.object({ guildId: Snowflake, nick: Nick, avatar: Picture.optional() }),
  output: Member,
  bodyLimit: 15_000_000,
  refuses: [...noMember, refusals.missing_permissions, ...makePicture.refuses],
  limit: changing,
})

export const kickMember = command('chat.kickMember', {
  about: 'Removes a member from a server. They may come back with an invite.',
  protocol: 'discord',
  http: 'DELETE /guilds/:guildId/members/:userId',
  caller: 'account',
  input: z.object(ofMember),
  output: z.void(),
  refuses: [...noMember, refusals.missing_permissions],
  limit: changing,
})

const ofMemberRole = { ...ofMember, roleId: Snowflake }
const noMemberRole = [...noMember, refusals.missing_permissions, refusals.unknown_role, refusals.fixed_role]

export const giveRole = command('chat.giveRole', {
  about: 'Gives a member a role.',
  protocol: 'discord',
  http: 'PUT /guilds/:guildId/members/:userId/roles/:roleId',
  caller: 'account',
  input: z.object(ofMemberRole),
  output: z.void(),
  refuses: noMemberRole,
  limit: changing,
})

export const takeRole = command('chat.takeRole', {
  about: 'Takes a role from a member.',
  protocol: 'discord',
  http: 'DELETE /guilds/:guildId/members/:userId/roles/:roleId',
  caller: 'account',
  input: z.object(ofMemberRole),
  output: z.void(),
  refuses: noMemberRole,
  limit: changing,
})
