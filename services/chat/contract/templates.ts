import { makePicture } from '@alles/media/contract'
import { command, query, Snowflake, text, z } from '@alles/platform/contract'
import { ChannelName, Topic } from './channels.ts'
import { GuildName, Picture } from './guilds.ts'
import { moderationRefusals } from './moderation-refusals.ts'
import { refusals } from './refusals.ts'
import { Guild, Locale, User } from './wire.ts'

const bits = z.string().regex(/^\d{1,20}$/)

/** What a server begins with: ids are places in these lists. Role 0 is @everyone. */
export const SerializedGuild = z.object({
  name: z.string(),
  description: z.string().nullable(),
  region: z.literal('automatic'),
  verification_level: z.union([z.literal(0), z.literal(3)]),
  default_message_notifications: z.union([z.literal(0), z.literal(1)]),
  explicit_content_filter: z.literal(0),
  preferred_locale: Locale,
  afk_timeout: z.literal(300),
  afk_channel_id: z.null(),
  system_channel_id: z.int().nullable(),
  system_channel_flags: z.int(),
  icon_hash: z.null(),
  roles: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      permissions: bits,
      color: z.int(),
      hoist: z.boolean(),
      mentionable: z.boolean(),
      icon: z.null(),
      unicode_emoji: z.string().nullable(),
    }),
  ),
  channels: z.array(
    z.object({
      id: z.int(),
      type: z.int(),
      name: ChannelName,
      position: z.int(),
      topic: Topic.nullable(),
      nsfw: z.boolean(),
      parent_id: z.int().nullable(),
      rate_limit_per_user: z.int(),
      permission_overwrites: z.array(z.object({ id: z.int(), type: z.literal(0), allow: bits, deny: bits })),
    }),
  ),
})
export type SerializedGuild = z.infer<typeof SerializedGuild>

/** `is_dirty`: whether the server looks different by now; for its members. */
export const Template = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  usage_count: z.int(),
  creator_id: Snowflake,
  creator: User,
  created_at: z.string(),
  updated_at: z.string(),
  source_guild_id: Snowflake,
  serialized_source_guild: SerializedGuild,
  is_dirty: z.boolean().nullable(),
})
export type Template = z.infer<typeof Template>

const TemplateName = z
  .string()
  .max(400)
  .transform((name) => name.trim())
  .pipe(text(100, 1))
export const TemplateCode = z.string().regex(/^[A-Za-z0-9-]{2,32}$/, 'is not the code of a template')
const ofGuild = { guildId: Snowflake, code: TemplateCode }
const noGuild = [refusals.unknown_guild, refusals.missing_permissions]
const changing = { count: 30, seconds: 60, by: 'account' } as const

export const listBuiltInTemplates = query('chat.listBuiltInTemplates', {
  about: 'The templates that come with the program, in English (the default) or German.',
  http: 'GET /guild-templates',
  caller: 'account',
  input: z.object({ language: z.enum(['en', 'de']).default('en') }),
  output: z.array(z.object({ code: z.string(), name: z.string(), description: z.string() })),
})

export const getTemplate = query('chat.getTemplate', {
  about: 'Reads a template: whoever has its code may.',
  protocol: 'discord',
  http: 'GET /guilds/templates/:code',
  caller: 'account',
  input: z.object({ code: TemplateCode }),
  output: Template,
  refuses: [moderationRefusals.unknown_template],
  limit: { count: 60, seconds: 60, by: 'account' },
})

export const useTemplate = command('chat.useTemplate', {
  about: 'Makes a server as a template says, whose owner is the caller.',
  protocol: 'discord',
  http: 'POST /guilds/templates/:code',
  caller: 'account',
  input: z.object({ code: TemplateCode, name: GuildName, icon: Picture.optional() }),
  output: Guild,
  status: 201,
  bodyLimit: 15_000_000,
  refuses: [
    moderationRefusals.unknown_template,
    refusals.too_many_guilds,
    refusals.unknown_user,
    refusals.people_only,
    ...makePicture.refuses,
  ],
  limit: { count: 20, seconds: 600, by: 'account' },
})

export const listTemplates = query('chat.listTemplates', {
  about: 'The template of a server, where it has one.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/templates',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.array(Template),
  refuses: noGuild,
})

/**
 * Its settings, roles and channels as they are now. Whoever has the code can read them, so channels that whoever makes it
 * cannot see are left out, and so are bots' own roles, members' exceptions and everything people wrote.
 */
export const createTemplate = command('chat.createTemplate', {
  about: 'Makes a template of a server.',
  protocol: 'discord',
  http: 'POST /guilds/:guildId/templates',
  caller: 'account',
  input: z.object({ guildId: Snowflake, name: TemplateName, description: text(120).nullish() }),
  output: Template,
  status: 201,
  refuses: [...noGuild, moderationRefusals.template_exists],
  limit: changing,
})

export const syncTemplate = command('chat.syncTemplate', {
  about: 'Brings a template up to date with its server.',
  protocol: 'discord',
  http: 'PUT /guilds/:guildId/templates/:code',
  caller: 'account',
  input: z.object(ofGuild),
  output: Template,
  refuses: [...noGuild, moderationRefusals.unknown_template],
  limit: changing,
})

export const editTemplate = command('chat.editTemplate', {
  about: "Changes a template's name or description.",
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/templates/:code',
  caller: 'account',
  input: z.object({ ...ofGuild, name: TemplateName.nullish(), description: text(120).nullish() }),
  output: Template,
  refuses: [...noGuild, moderationRefusals.unknown_template],
  limit: changing,
})

export const deleteTemplate = command('chat.deleteTemplate', {
  about: 'Deletes a template. Servers made with it stay.',
  protocol: 'discord',
  http: 'DELETE /guilds/:guildId/templates/:code',
  caller: 'account',
  input: z.object(ofGuild),
  output: Template,
  refuses: [...noGuild, moderationRefusals.unknown_template],
  limit: changing,
})
