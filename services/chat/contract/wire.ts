import { BitSet, Instant, Snowflake, z } from '@alles/platform/contract'

/*
 * What the chat API says, in the shapes of Discord's API v10 (https://docs.discord.com/developers/resources/guild).
 * `wire.test.ts` holds them against the types of `discord-api-types`. Fields for what does not exist here carry the
 * value Discord gives a guild that does not use it: clients read them without asking.
 */

/** Languages by Discord's names for them. */
export const Locale = z.enum([
  'bg',
  'cs',
  'da',
  'de',
  'el',
  'en-GB',
  'en-US',
  'es-419',
  'es-ES',
  'fi',
  'fr',
  'hi',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'lt',
  'nl',
  'no',
  'pl',
  'pt-BR',
  'ro',
  'ru',
  'sv-SE',
  'th',
  'tr',
  'uk',
  'vi',
  'zh-CN',
  'zh-TW',
])
export const NsfwLevel = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
/** As they are written out. */
export const WrittenPermissions = z.string().regex(/^\d{1,20}$/)

/** Whom people see. For an erased account, `id` is a random reference that leads nowhere. */
export const User = z.object({
  id: Snowflake,
  username: z.string(),
  discriminator: z.enum(['0', '0000']),
  global_name: z.string().nullable(),
  avatar: z.string().nullable(),
  bot: z.boolean(),
  system: z.boolean(),
  banner: z.string().nullable(),
  accent_color: z.int().nullable(),
  public_flags: z.int(),
  avatar_decoration_data: z.null(),
})
export type User = z.infer<typeof User>

/** The account that acts, as it sees itself. */
export const CurrentUser = User.extend({
  verified: z.boolean(),
  mfa_enabled: z.boolean(),
  email: z.null(),
  locale: z.string(),
  flags: z.int(),
})
export type CurrentUser = z.infer<typeof CurrentUser>

export const Role = z.object({
  id: Snowflake,
  name: z.string(),
  color: z.int(),
  colors: z.object({ primary_color: z.int(), secondary_color: z.null(), tertiary_color: z.null() }),
  hoist: z.boolean(),
  /** The name of a picture: `/role-icons/{id}/{icon}.webp`. */
  icon: z.string().nullable(),
  unicode_emoji: z.string().nullable(),
  position: z.int(),
  permissions: WrittenPermissions,
  managed: z.boolean(),
  mentionable: z.boolean(),
  flags: z.int(),
  /** Only on the role of a bot. */
  tags: z.object({ bot_id: Snowflake }).exactOptional(),
})
export type Role = z.infer<typeof Role>

/** A member without whose it is, as messages carry it. */
export const BareMember = z.object({
  nick: z.string().nullable(),
  /** In this server instead of the account's: `/guilds/{id}/users/{id}/avatars/{avatar}.webp`. */
  avatar: z.string().nullable(),
  banner: z.null(),
  roles: z.array(Snowflake),
  joined_at: Instant,
  premium_since: z.null(),
  deaf: z.boolean(),
  mute: z.boolean(),
  pending: z.boolean(),
  /** Until when it may only read. A moment that has passed means nothing. */
  communication_disabled_until: Instant.nullable(),
  flags: z.int(),
})
export type BareMember = z.infer<typeof BareMember>

export const Member = BareMember.extend({ user: User })
export type Member = z.infer<typeof Member>

export const Ban = z.object({ reason: z.string().nullable(), user: User })
export type Ban = z.infer<typeof Ban>

/** An emoji of a server: `/emojis/{id}.webp`. */
export const Emoji = z.object({
  id: Snowflake,
  name: z.string(),
  /** Who may use it; empty: everybody. */
  roles: z.array(Snowflake),
  require_colons: z.literal(true),
  managed: z.literal(false),
  animated: z.boolean(),
  available: z.literal(true),
  /** Who made it, for those who manage emojis, where that is still known. */
  user: User.exactOptional(),
})
export type Emoji = z.infer<typeof Emoji>

/** A sticker of a server. `format_type` 1: it stands still. 2: it moves. */
export const Sticker = z.object({
  id: Snowflake,
  guild_id: Snowflake,
  name: z.string(),
  description: z.string().nullable(),
  tags: z.string(),
  type: z.literal(2),
  format_type: z.union([z.literal(1), z.literal(2)]),
  available: z.literal(true),
  user: User.exactOptional(),
})
export type Sticker = z.infer<typeof Sticker>

/** What a server has here that not every server has on Discord. */
export const Feature = z.enum([
  'ANIMATED_ICON',
  'BANNER',
  'INVITES_DISABLED',
  'MEMBER_VERIFICATION_GATE_ENABLED',
  'NEWS',
  'ROLE_ICONS',
  'VANITY_URL',
])
export type Feature = z.infer<typeof Feature>

export const Guild = z.object({
  id: Snowflake,
  name: z.string(),
  icon: z.string().nullable(),
  splash: z.null(),
  discovery_splash: z.null(),
  banner: z.string().nullable(),
  description: z.string().nullable(),
  owner_id: Snowflake,
  afk_channel_id: z.null(),
  afk_timeout: z.literal(300),
  widget_enabled: z.boolean(),
  /** 0: none. 3: who has no role writes from ten minutes after joining on. */
  verification_level: z.union([z.literal(0), z.literal(3)]),
  /** 0: of all messages. 1: of mentions. */
  default_message_notifications: z.union([z.literal(0), z.literal(1)]),
  explicit_content_filter: z.literal(0),
  roles: z.array(Role),
  emojis: z.array(Emoji),
  stickers: z.array(Sticker),
  features: z.array(Feature),
  mfa_level: z.literal(0),
  application_id: z.null(),
  system_channel_id: Snowflake.nullable(),
  system_channel_flags: z.int(),
  rules_channel_id: Snowflake.nullable(),
  vanity_url_code: z.string().nullable(),
  premium_tier: z.literal(0),
  premium_subscription_count: z.int(),
  preferred_locale: Locale,
  public_updates_channel_id: Snowflake.nullable(),
  /** 0: default. 1: explicit. 2: safe. 3: for adults. */
  nsfw_level: NsfwLevel,
  nsfw: z.boolean(),
  premium_progress_bar_enabled: z.boolean(),
  hub_type: z.null(),
  safety_alerts_channel_id: z.null(),
  incidents_data: z.null(),
  max_members: z.int(),
  approximate_member_count: z.int().exactOptional(),
  approximate_presence_count: z.int().exactOptional(),
})
export type Guild = z.infer<typeof Guild>

/** A guild in the list of one's own. */
export const MyGuild = z.object({
  id: Snowflake,
  name: z.string(),
  icon: z.string().nullable(),
  banner: z.string().nullable(),
  owner: z.boolean(),
  permissions: WrittenPermissions,
  features: z.array(Feature),
  approximate_member_count: z.int().exactOptional(),
  approximate_presence_count: z.int().exactOptional(),
})
export type MyGuild = z.infer<typeof MyGuild>

const inviteShape = {
  type: z.literal(0),
  code: z.string(),
  guild_id: Snowflake,
  guild: z.object({
    id: Snowflake,
    name: z.string(),
    icon: z.string().nullable(),
    splash: z.null(),
    banner: z.string().nullable(),
    description: z.string().nullable(),
    features: z.array(Feature),
    verification_level: Guild.shape.verification_level,
    vanity_url_code: z.string().nullable(),
    nsfw_level: NsfwLevel,
    premium_subscription_count: z.int(),
  }),
  channel: z.object({
    id: Snowflake,
    name: z.string(),
    type: z.union([z.literal(0), z.literal(5), z.literal(15)]),
  }),
  inviter: User.exactOptional(),
  expires_at: Instant.nullable(),
  flags: z.int(),
  approximate_member_count: z.int().exactOptional(),
  approximate_presence_count: z.int().exactOptional(),
}

/** What whoever holds the code sees of an invite. */
export const Invite = z.object(inviteShape)
export type Invite = z.infer<typeof Invite>

/** An invite for those who manage it. `max_age` in seconds; 0 means without end, as `max_uses` 0 means without limit. */
export const ManagedInvite = z.object({
  ...inviteShape,
  uses: z.int(),
  max_uses: z.int(),
  max_age: z.int(),
  temporary: z.boolean(),
  created_at: Instant,
})
export type ManagedInvite = z.infer<typeof ManagedInvite>

/** Permission bits on their way in: a decimal string or a number below 2^63. */
export const PermissionBits = BitSet.refine((bits) => BigInt(bits) < 1n << 63n, 'is not a set of permissions')

/** `true`, `false` or their words in a query string. */
export const Flag = z.union([z.boolean(), z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })])
