import { command, defineRefusals, Nothing, query, Snowflake, text, z } from '@alles/platform/contract'
import { NotificationChanges, NotificationSettings } from './notification-settings.ts'
import { refusals } from './refusals.ts'

export const noteRefusals = defineRefusals({
  too_many_notes: {
    status: 400,
    discord: 30011,
    sentence: 'You have written 1000 notes, which is as many as can be. Take one away first.',
  },
})

const CustomStatus = z.object({
  text: text(128).nullable(),
  emoji_id: Snowflake.nullable(),
  emoji_name: text(64).nullable(),
  /** Until when; null for always. */
  expires_at: z.string().max(40).nullable(),
})

const GuildFolder = z.object({
  /** Null: a single server, in no folder. */
  id: z.int().nullable(),
  name: text(100).nullable(),
  color: z.int().min(0).max(0xffffff).nullable(),
  guild_ids: z.array(Snowflake).max(200),
})

/** Who may ask one to be friends: everybody, friends of friends, people of shared servers. */
const FriendSources = z.object({
  all: z.boolean(),
  mutual_friends: z.boolean(),
  mutual_guilds: z.boolean(),
})

/** What a person chose for one account, on all of its devices. */
export const PersonalSettings = z.object({
  status: z.enum(['online', 'idle', 'dnd', 'invisible']),
  custom_status: CustomStatus.nullable(),
  guild_folders: z.array(GuildFolder),
  guild_positions: z.array(Snowflake),
  /** Whether people of shared servers may not write directly, but in those of `allowed_guilds`. */
  default_guilds_restricted: z.boolean(),
  /** The servers whose people may not write directly. */
  restricted_guilds: z.array(Snowflake),
  allowed_guilds: z.array(Snowflake),
  friend_source_flags: FriendSources,
  locale: z.string(),
  theme: z.enum(['dark', 'light', 'system']),
  message_display_compact: z.boolean(),
  developer_mode: z.boolean(),
  animate_emoji: z.boolean(),
  inline_attachment_media: z.boolean(),
  inline_embed_media: z.boolean(),
  render_embeds: z.boolean(),
  render_reactions: z.boolean(),
  show_current_game: z.boolean(),
  timezone_offset: z.int(),
})
export type PersonalSettings = z.infer<typeof PersonalSettings>

/** What is given changes, the rest stays; fields that do not exist here are passed over. */
export const PersonalChanges = PersonalSettings.extend({
  guild_folders: z.array(GuildFolder).max(200),
  guild_positions: z.array(Snowflake).max(200),
  restricted_guilds: z.array(Snowflake).max(200),
  allowed_guilds: z.array(Snowflake).max(200),
  friend_source_flags: FriendSources.partial(),
  custom_status: CustomStatus.partial().nullable(),
  locale: z.string().regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}$/, 'is not the name of a language'),
  timezone_offset: z.int().min(-1000).max(1000),
}).partial()
export type PersonalChanges = z.infer<typeof PersonalChanges>

export const getPersonalSettings = query('chat.getPersonalSettings', {
  about: 'What one chose for this account.',
  protocol: 'discord',
  http: 'GET /users/@me/settings',
  caller: 'account',
  input: Nothing,
  output: PersonalSettings,
  refuses: [refusals.people_only],
})

/** The account's other sessions hear USER_SETTINGS_UPDATE. */
export const editPersonalSettings = command('chat.editPersonalSettings', {
  about: 'Changes what one chose for this account.',
  protocol: 'discord',
  http: 'PATCH /users/@me/settings',
  caller: 'account',
  input: PersonalChanges,
  output: PersonalSettings,
  refuses: [refusals.people_only, refusals.unknown_user],
  limit: { count: 60, seconds: 60, by: 'account' },
})

/** `channel_overrides` are for direct and group conversations. The account's other sessions hear USER_GUILD_SETTINGS_UPDATE. */
export const editPrivateNotifications = command('chat.editPrivateNotifications', {
  about: 'Changes what one is told of in direct and group conversations.',
  protocol: 'discord',
  http: 'PATCH /users/@me/guilds/@me/settings',
  caller: 'account',
  input: NotificationChanges,
  output: NotificationSettings,
  refuses: [refusals.people_only, refusals.unknown_user],
  limit: { count: 60, seconds: 60, by: 'account' },
})

/** A note only its writer sees. */
export const Note = z.object({ user_id: Snowflake, note_user_id: Snowflake, note: z.string() })
export type Note = z.infer<typeof Note>

export const getNote = query('chat.getNote', {
  about: 'What one noted of an account; empty where nothing was.',
  protocol: 'discord',
  http: 'GET /users/@me/notes/:userId',
  caller: 'account',
  input: z.object({ userId: Snowflake }),
  output: Note,
  refuses: [refusals.people_only],
})

/** Nothing, or null, takes the note away. The account's other sessions hear USER_NOTE_UPDATE. At most 1000 are kept. */
export const putNote = command('chat.putNote', {
  about: 'Notes something of an account, for oneself alone.',
  protocol: 'discord',
  http: 'PUT /users/@me/notes/:userId',
  caller: 'account',
  input: z.object({ userId: Snowflake, note: text(256).nullish() }),
  output: z.void(),
  refuses: [refusals.people_only, refusals.unknown_user, noteRefusals.too_many_notes],
  limit: { count: 60, seconds: 60, by: 'account' },
})
