import { command, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'

/** `end_time`: until when, absent for always. */
const MuteConfig = z.object({
  selected_time_window: z.int().nullable(),
  end_time: z.string().max(40).nullable(),
})

/** 0: every message. 1: mentions alone. 2: nothing. 3: as the server says. */
const NotificationLevel = z.int().min(0).max(3)

const ChannelOverride = z.object({
  channel_id: Snowflake,
  message_notifications: NotificationLevel,
  muted: z.boolean(),
  mute_config: MuteConfig.nullable(),
  collapsed: z.boolean(),
})

/** What an account wants to be told of in one server. */
export const NotificationSettings = z.object({
  guild_id: Snowflake.nullable(),
  message_notifications: NotificationLevel,
  muted: z.boolean(),
  mute_config: MuteConfig.nullable(),
  suppress_everyone: z.boolean(),
  suppress_roles: z.boolean(),
  hide_muted_channels: z.boolean(),
  mobile_push: z.boolean(),
  channel_overrides: z.array(ChannelOverride),
})
export type NotificationSettings = z.infer<typeof NotificationSettings>

const overrideChanges = ChannelOverride.omit({ channel_id: true }).partial()

/** What is given changes, the rest stays. `channel_overrides` is by the channel's id; null takes one away. */
export const NotificationChanges = NotificationSettings.omit({ guild_id: true, channel_overrides: true })
  .partial()
  .extend({
    channel_overrides: z
      .record(Snowflake, overrideChanges.nullable())
      .refine((all) => Object.keys(all).length <= 500, 'may name at most 500 channels')
      .nullish(),
  })
export type NotificationChanges = z.infer<typeof NotificationChanges>

/** The account's other sessions hear USER_GUILD_SETTINGS_UPDATE. */
export const editNotificationSettings = command('chat.editNotificationSettings', {
  about: 'Changes what one is told of in a server.',
  protocol: 'discord',
  http: 'PATCH /users/@me/guilds/:guildId/settings',
  caller: 'account',
  input: NotificationChanges.extend({ guildId: Snowflake }),
  output: NotificationSettings,
  refuses: [refusals.people_only, refusals.unknown_guild],
  limit: { count: 60, seconds: 60, by: 'account' },
})
