import { makePicture } from '@alles/media/contract'
import { command, edgeRefusals, query, Snowflake, text, z } from '@alles/platform/contract'
import { ChannelDraft } from './channels.ts'
import { moderationRefusals } from './moderation-refusals.ts'
import { refusals } from './refusals.ts'
import { Flag, Guild, Locale, MyGuild, NsfwLevel } from './wire.ts'

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

/** A picture as Discord's clients send it: `data:image/png;base64,…`. Null takes it away. */
export const Picture = z
  .string()
  .max(14_000_000)
  .regex(/^data:image\/[a-z+]+;base64,/, 'is not a picture')
  .nullable()

/**
 * With `owner_id`, which only the owner may give, who has just proved who they are, the server passes to another person
 * in it. Of verification levels there are 0 and 3: who has no role writes from ten minutes after joining on. Pictures are
 * not scanned here and there is no discovery: other values of `explicit_content_filter`, and features that do not exist
 * here, are refused.
 */
export const editGuild = command('chat.editGuild', {
  about: 'Changes what is given of a server, or gives it to another of its members.',
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    name: GuildName.nullish(),
    owner_id: Snowflake.nullish(),
    description: text(300).nullish(),
    icon: Picture.optional(),
    banner: Picture.optional(),
    system_channel_id: Snowflake.nullish(),
    /** Bits: what the system does not write. */
    system_channel_flags: z.int().min(0).max(63).nullish(),
    rules_channel_id: Snowflake.nullish(),
    public_updates_channel_id: Snowflake.nullish(),
    verification_level: z.int().min(0).max(4).nullish(),
    default_message_notifications: z.union([z.literal(0), z.literal(1)]).nullish(),
    explicit_content_filter: z.int().min(0).max(2).nullish(),
    preferred_locale: Locale.nullish(),
    nsfw_level: NsfwLevel.nullish(),
    features: z.array(z.string().max(64)).max(100).nullish(),
  }),
  output: Guild,
  bodyLimit: 30_000_000,
  refuses: [
    refusals.unknown_guild,
    refusals.missing_permissions,
    refusals.unknown_member,
    refusals.unknown_channel,
    refusals.people_only,
    edgeRefusals.fresh_sign_in_required,
    moderationRefusals.unsupported_setting,
    moderationRefusals.owner_never_waits,
    ...makePicture.refuses,
  ],
  limit: { count: 30, seconds: 60, by: 'account' },
})

export const deleteGuild = command('chat.deleteGuild', {
  about: 'Deletes a server one owns, with everything in it. For a day it can be restored.',
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
