import { command, query, Snowflake, text, z } from '@alles/platform/contract'
import { conversationRefusals } from './conversation-refusals.ts'
import { PrivateChannel } from './conversations.ts'
import { refusals } from './refusals.ts'
import { AnyChannel, AutoArchive, Channel } from './channel-shapes.ts'
import { PermissionBits } from './wire.ts'

/** 1 to 100 characters. In text channels capitals and spaces become small letters and hyphens. */
export const ChannelName = z
  .string()
  .max(400)
  .transform((name) => name.trim())
  .pipe(text(100, 1))
/** Forums alone take more than 1,024 characters. */
export const Topic = text(4096)
const Position = z.int().min(0).max(10_000)
/** Seconds one must wait between two messages. */
export const SlowMode = z.int().min(0).max(21_600)

const OverwriteBody = z.object({
  type: z.union([z.literal(0), z.literal(1)]),
  allow: PermissionBits.nullish(),
  deny: PermissionBits.nullish(),
})
export const OverwriteInput = OverwriteBody.extend({ id: Snowflake })
export type OverwriteInput = z.output<typeof OverwriteInput>

const EmojiInput = { emoji_id: Snowflake.nullish(), emoji_name: text(32, 1).nullish() }
/** Without `id`, a new one. */
const TagInput = z.object({
  ...EmojiInput,
  id: Snowflake.nullish(),
  name: text(20, 1),
  moderated: z.boolean().nullish(),
})
export type TagInput = z.output<typeof TagInput>

const settings = {
  topic: Topic.nullish(),
  position: Position.nullish(),
  rate_limit_per_user: SlowMode.nullish(),
  nsfw: z.boolean().nullish(),
  default_auto_archive_duration: AutoArchive.nullish(),
  default_thread_rate_limit_per_user: SlowMode.nullish(),
  /** The whole new list. */
  available_tags: z.array(TagInput).max(20).nullish(),
  default_reaction_emoji: z.object(EmojiInput).nullish(),
  default_sort_order: z.union([z.literal(0), z.literal(1)]).nullish(),
  default_forum_layout: z.union([z.literal(0), z.literal(1), z.literal(2)]).nullish(),
  flags: z.int().nonnegative().nullish(),
}

/** What PATCH changes of threads alone. */
const threadSettings = {
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  invitable: z.boolean().nullish(),
  auto_archive_duration: AutoArchive.nullish(),
  applied_tags: z.array(Snowflake).max(5).nullish(),
}

/** A channel to make with a guild. `id` is any name by which a later one's `parent_id` means it. */
export const ChannelDraft = z.object({
  ...settings,
  id: z.coerce.string<string | number>().max(20).nullish(),
  name: ChannelName,
  type: z.int().nullish(),
  parent_id: z.coerce.string<string | number | null>().max(20).nullish(),
})
export type ChannelDraft = z.output<typeof ChannelDraft>

const noGuild = [refusals.unknown_guild, refusals.missing_permissions]
const noChannel = [refusals.unknown_channel, refusals.missing_access, conversationRefusals.direct_channel]
const badForum = [
  refusals.topic_too_long,
  refusals.unknown_tag,
  refusals.unknown_emoji,
  refusals.tag_names_repeat,
]
/** A channel of a server, a thread, or a conversation. */
const EveryChannel = z.union([AnyChannel, PrivateChannel])
const changing = { count: 60, seconds: 60, by: 'account' } as const

export const listChannels = query('chat.listChannels', {
  about: 'The channels of a server that one may see.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/channels',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.array(Channel),
  refuses: [refusals.unknown_guild],
})

export const createChannel = command('chat.createChannel', {
  about: 'Makes a channel: text (type 0, the default), a category (4), announcements (5) or a forum (15).',
  protocol: 'discord',
  http: 'POST /guilds/:guildId/channels',
  caller: 'account',
  input: z.object({
    ...settings,
    guildId: Snowflake,
    name: ChannelName,
    type: z.int().nullish(),
    parent_id: Snowflake.nullish(),
    permission_overwrites: z.array(OverwriteInput).max(500).nullish(),
  }),
  output: Channel,
  status: 201,
  refuses: [
    ...noGuild,
    refusals.too_many_channels,
    refusals.unsupported_channel_type,
    refusals.not_a_category,
    refusals.unknown_role,
    refusals.unknown_member,
    ...badForum,
  ],
  limit: changing,
})

/** `lock_permissions` makes the channel's overwrites those of its new category. */
export const moveChannels = command('chat.moveChannels', {
  about: 'Sets the order of channels, and the categories they are in.',
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/channels',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    moves: z
      .array(
        z.object({
          id: Snowflake,
          position: Position.nullish(),
          parent_id: Snowflake.nullish(),
          lock_permissions: z.boolean().nullish(),
        }),
      )
      .max(500),
  }),
  body: 'moves',
  output: z.void(),
  refuses: [...noGuild, refusals.unknown_channel, refusals.not_a_category],
  limit: changing,
})

export const getChannel = query('chat.getChannel', {
  about: 'Reads a channel or thread one may see, or a conversation one is in.',
  protocol: 'discord',
  http: 'GET /channels/:channelId',
  caller: 'account',
  input: z.object({ channelId: Snowflake }),
  output: EveryChannel,
  refuses: noChannel,
})

/**
 * A text channel becomes one of announcements by its `type`, and back. Who opened a thread may rename, archive and tag it;
 * the rest takes the permission to manage threads, but that everybody who may write in it may wake it.
 */
export const editChannel = command('chat.editChannel', {
  about:
    'Changes what is given of a channel or thread and leaves the rest; of a group, its name, which null takes away.',
  protocol: 'discord',
  http: 'PATCH /channels/:channelId',
  caller: 'account',
  input: z.object({
    ...settings,
    ...threadSettings,
    channelId: Snowflake,
    name: ChannelName.nullish(),
    type: z.int().nullish(),
    parent_id: Snowflake.nullish(),
    permission_overwrites: z.array(OverwriteInput).max(500).nullish(),
  }),
  output: EveryChannel,
  refuses: [
    ...noChannel,
    refusals.missing_permissions,
    refusals.unsupported_channel_type,
    refusals.not_a_category,
    refusals.unknown_role,
    refusals.unknown_member,
    ...badForum,
    refusals.thread_archived,
    refusals.thread_locked,
    refusals.too_many_threads,
    refusals.too_many_pinned_posts,
    refusals.tag_needed,
    refusals.no_free_tag,
  ],
  limit: changing,
})

export const deleteChannel = command('chat.deleteChannel', {
  about:
    'Deletes a channel or thread with its messages for good; the channels of a category stay, outside of it. Leaves a group, and puts a direct conversation away until the next message.',
  protocol: 'discord',
  http: 'DELETE /channels/:channelId',
  caller: 'account',
  input: z.object({ channelId: Snowflake }),
  output: EveryChannel,
  refuses: [...noChannel, refusals.missing_permissions],
  limit: changing,
})

export const setOverwrite = command('chat.setOverwrite', {
  about: 'Allows or denies a role (type 0) or a member (1) something in one channel.',
  protocol: 'discord',
  http: 'PUT /channels/:channelId/permissions/:overwriteId',
  caller: 'account',
  input: OverwriteBody.extend({ channelId: Snowflake, overwriteId: Snowflake }),
  output: z.void(),
  refuses: [...noChannel, refusals.missing_permissions, refusals.unknown_role, refusals.unknown_member],
  limit: changing,
})

export const removeOverwrite = command('chat.removeOverwrite', {
  about: 'Takes back what a role or member was allowed or denied in one channel.',
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/permissions/:overwriteId',
  caller: 'account',
  input: z.object({ channelId: Snowflake, overwriteId: Snowflake }),
  output: z.void(),
  refuses: [...noChannel, refusals.missing_permissions, refusals.unknown_overwrite],
  limit: changing,
})
