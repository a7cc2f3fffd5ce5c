import { command, query, Snowflake, text, z } from '@alles/platform/contract'
import { ChannelDraft } from './channels.ts'
import { refusals } from './refusals.ts'
import { Flag, Guild, MyGuild } from './wire.ts'

/** 2 to 100 characters, white space around it dropped. */
export const GuildName = z
  .string()
  .max(400)
  .transform((name) => name.trim())
  .pipe(text(100, 2))

export const createGuild = command('chat.createGuild', {
  about:
    'Makes a server whose owner is the caller, with the given channels or a first category and text channel.',
  protocol: 'discord',
  http: 'POST /guilds',
  caller: 'account',
  input: z.object({ name: GuildName, channels: z.array(ChannelDraft).max(50).nullish() }),
  output: Guild,
  status: 201,
  refuses: [
    refusals.too_many_guilds,
    refusals.unknown_user,
    refusals.people_only,
    refusals.unsupported_channel_type,
    refusals.not_a_category,
  ],
  limit: { count: 20, seconds: 600, by: 'account' },
})

export const getGuild = query('chat.getGuild', {
  about: 'Reads a server one is in.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId',
  caller: 'account',
  input: z.object({ guildId: Snowflake, with_counts: Flag.optional() }),
  output: Guild,
  refuses: [refusals.unknown_guild],
})

/** With `owner_id`, which only the owner may give, the server passes to another person in it. */
export const editGuild = command('chat.editGuild', {
  about: 'Renames a server or gives it to another of its members.',
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId',
  caller: 'account',
  input: z.object({ guildId: Snowflake, name: GuildName.nullish(), owner_id: Snowflake.nullish() }),
  output: Guild,
  refuses: [
    refusals.unknown_guild,
    refusals.missing_permissions,
    refusals.unknown_member,
    refusals.people_only,
  ],
  limit: { count: 30, seconds: 60, by: 'account' },
})

export const deleteGuild = command('chat.deleteGuild', {
  about: 'Deletes a server one owns, with everything in it, for good.',
  protocol: 'discord',
  http: 'DELETE /guilds/:guildId',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_guild, refusals.missing_permissions],
  limit: { count: 20, seconds: 600, by: 'account' },
})

export const listMyGuilds = query('chat.listMyGuilds', {
  about: 'Pages through the servers one is in, by id.',
  protocol: 'discord',
  http: 'GET /users/@me/guilds',
  caller: 'account',
  input: z.object({
    before: Snowflake.optional(),
    after: Snowflake.optional(),
    limit: z.coerce.number<number | string>().int().min(1).max(200).default(200),
    with_counts: Flag.optional(),
  }),
  output: z.array(MyGuild),
})

export const leaveGuild = command('chat.leaveGuild', {
  about: 'Leaves a server one does not own.',
  protocol: 'discord',
  http: 'DELETE /users/@me/guilds/:guildId',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_guild, refusals.owner_must_stay],
  limit: { count: 30, seconds: 60, by: 'account' },
})
