import { makePicture } from '@alles/media/contract'
import { command, query, Snowflake, text, z } from '@alles/platform/contract'
import { Picture } from './guilds.ts'
import { refusals } from './refusals.ts'
import { PermissionBits, Role } from './wire.ts'

const Color = z.int().min(0).max(0xff_ff_ff)

/** One emoji as text, whatever it is made of: at most 32 code points. */
const OneEmoji = text(32, 1).refine((value) => /^\p{RGI_Emoji}$/v.test(value), 'is not an emoji')

const settings = {
  name: text(100).nullish(),
  permissions: PermissionBits.nullish(),
  color: Color.nullish(),
  /** What newer clients send; its first colour counts. */
  colors: z.object({ primary_color: Color }).nullish(),
  hoist: z.boolean().nullish(),
  mentionable: z.boolean().nullish(),
  /** At most 256 KiB. */
  icon: Picture.optional(),
  /** One emoji that stands for it, beside its name. */
  unicode_emoji: OneEmoji.nullish(),
}
const noGuild = [refusals.unknown_guild, refusals.missing_permissions]
const badPicture = makePicture.refuses
const withPicture = 512 * 1024
const changing = { count: 60, seconds: 60, by: 'account' } as const

export const listRoles = query('chat.listRoles', {
  about: 'The roles of a server, @everyone first.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/roles',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.array(Role),
  refuses: [refusals.unknown_guild],
})

/** @everyone is left out. */
export const countRoleMembers = query('chat.countRoleMembers', {
  about: 'How many members have each role of a server.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/roles/member-counts',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.record(Snowflake, z.int()),
  refuses: [refusals.unknown_guild],
})

export const getRole = query('chat.getRole', {
  about: 'Reads a role.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/roles/:roleId',
  caller: 'account',
  input: z.object({ guildId: Snowflake, roleId: Snowflake }),
  output: Role,
  refuses: [refusals.unknown_guild, refusals.unknown_role],
})

/** Without `permissions` it gets those of @everyone. Nobody can give what they do not have. */
export const createRole = command('chat.createRole', {
  about: 'Makes a role below all others.',
  protocol: 'discord',
  http: 'POST /guilds/:guildId/roles',
  caller: 'account',
  input: z.object({ ...settings, guildId: Snowflake }),
  output: Role,
  bodyLimit: withPicture,
  refuses: [...noGuild, refusals.too_many_roles, ...badPicture],
  limit: changing,
})

export const moveRoles = command('chat.moveRoles', {
  about: 'Sets the order of roles; answers with all of them.',
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/roles',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    moves: z.array(z.object({ id: Snowflake, position: z.int().min(0).max(10_000).nullish() })).max(250),
  }),
  body: 'moves',
  output: z.array(Role),
  refuses: [...noGuild, refusals.unknown_role, refusals.fixed_role],
  limit: changing,
})

export const editRole = command('chat.editRole', {
  about: 'Changes what is given of a role and leaves the rest.',
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/roles/:roleId',
  caller: 'account',
  input: z.object({ ...settings, guildId: Snowflake, roleId: Snowflake }),
  output: Role,
  bodyLimit: withPicture,
  refuses: [...noGuild, refusals.unknown_role, ...badPicture],
  limit: changing,
})

export const deleteRole = command('chat.deleteRole', {
  about: 'Deletes a role and takes it from everybody.',
  protocol: 'discord',
  http: 'DELETE /guilds/:guildId/roles/:roleId',
  caller: 'account',
  input: z.object({ guildId: Snowflake, roleId: Snowflake }),
  output: z.void(),
  refuses: [...noGuild, refusals.unknown_role, refusals.fixed_role],
  limit: changing,
})
