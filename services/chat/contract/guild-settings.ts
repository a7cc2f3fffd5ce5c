import { command, query, Snowflake, z } from '@alles/platform/contract'
import { moderationRefusals } from './moderation-refusals.ts'
import { refusals } from './refusals.ts'
import { Emoji, Feature, Sticker } from './wire.ts'

const noGuild = [refusals.unknown_guild, refusals.missing_permissions]
const changing = { count: 30, seconds: 60, by: 'account' } as const

/** What Discord does not have. `link_previews`: whether links may be looked up, which tells the pages they lead to. */
export const OwnSettings = z.object({ link_previews: z.boolean() })
export type OwnSettings = z.infer<typeof OwnSettings>

export const getGuildSettings = query('chat.getGuildSettings', {
  about: 'The settings of a server that Discord does not have.',
  http: 'GET /guilds/:guildId/settings',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: OwnSettings,
  refuses: [refusals.unknown_guild],
})

export const editGuildSettings = command('chat.editGuildSettings', {
  about: 'Changes settings of a server that Discord does not have.',
  http: 'PATCH /guilds/:guildId/settings',
  caller: 'account',
  input: z.object({ guildId: Snowflake, link_previews: z.boolean().optional() }),
  output: OwnSettings,
  refuses: noGuild,
  limit: changing,
})

/** Servers are shown to nobody outside of them. */
export const getGuildPreview = query('chat.getGuildPreview', {
  about: 'A server in short, for its members.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/preview',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.object({
    id: Snowflake,
    name: z.string(),
    icon: z.string().nullable(),
    splash: z.null(),
    discovery_splash: z.null(),
    emojis: z.array(Emoji),
    stickers: z.array(Sticker),
    features: z.array(Feature),
    description: z.string().nullable(),
    approximate_member_count: z.int(),
    approximate_presence_count: z.int(),
  }),
  refuses: [refusals.unknown_guild],
})

const Vanity = z.object({ code: z.string().nullable(), uses: z.int() })

export const getVanity = query('chat.getVanity', {
  about: "The word of a server's own invite link, and how often it was used.",
  protocol: 'discord',
  http: 'GET /guilds/:guildId/vanity-url',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: Vanity,
  refuses: noGuild,
})

/** 2 to 25 small letters, digits and hyphens between them. Null or nothing takes the link away. */
export const VanityCode = z
  .string()
  .max(25)
  .transform((code) => code.trim().toLowerCase())
  .refine((code) => /^([a-z0-9][a-z0-9-]{0,23}[a-z0-9])?$/.test(code), 'is not a word for a link')

export const editVanity = command('chat.editVanity', {
  about: "Sets the word of a server's own invite link.",
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/vanity-url',
  caller: 'account',
  input: z.object({ guildId: Snowflake, code: VanityCode.nullish() }),
  output: Vanity,
  refuses: [...noGuild, moderationRefusals.code_taken],
  limit: changing,
})

const RoleIds = z
  .union([z.string().transform((ids) => ids.split(',').filter((id) => id !== '')), z.array(z.string())])
  .pipe(z.array(Snowflake).max(250))

/**
 * Nobody's being here is recorded, so members count as away who came longer ago than `days` and wrote nothing since.
 * Who has a role stays, unless all their roles are among `include_roles`.
 */
export const countPrune = query('chat.countPrune', {
  about: 'How many members would go who have been away for some days.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/prune',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    days: z.coerce.number<number | string>().int().min(1).max(30).default(7),
    include_roles: RoleIds.optional(),
  }),
  output: z.object({ pruned: z.int() }),
  refuses: [...noGuild, refusals.unknown_role],
  limit: { count: 10, seconds: 60, by: 'account' },
})

export const prune = command('chat.prune', {
  about: 'Removes members who have been away for some days.',
  protocol: 'discord',
  http: 'POST /guilds/:guildId/prune',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    days: z.int().min(1).max(30).default(7),
    include_roles: RoleIds.nullish(),
    /** Whether to be told how many they were. */
    compute_prune_count: z.boolean().default(true),
  }),
  output: z.object({ pruned: z.int().nullable() }),
  refuses: [...noGuild, refusals.unknown_role],
  limit: { count: 5, seconds: 60, by: 'account' },
})

export const DeletedGuild = z.object({
  id: Snowflake,
  name: z.string(),
  deleted_at: z.string(),
  /** When it goes for good. */
  gone_at: z.string(),
})

export const listDeletedGuilds = query('chat.listDeletedGuilds', {
  about: 'The servers one deleted that can still be restored.',
  http: 'GET /guilds/deleted',
  caller: 'person',
  input: z.object({}),
  output: z.array(DeletedGuild),
})

export const restoreGuild = command('chat.restoreGuild', {
  about: 'Restores a server one deleted less than a day ago, with everybody and everything in it.',
  http: 'POST /guilds/:guildId/restore',
  caller: 'person',
  input: z.object({ guildId: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_guild, refusals.too_many_guilds],
  limit: { count: 20, seconds: 600, by: 'account' },
})
