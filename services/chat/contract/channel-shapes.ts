import { Instant, Snowflake, z } from '@alles/platform/contract'
import { Member, WrittenPermissions } from './wire.ts'

/** `type` 0: of a role. 1: of a member. */
export const Overwrite = z.object({
  id: Snowflake,
  type: z.union([z.literal(0), z.literal(1)]),
  allow: WrittenPermissions,
  deny: WrittenPermissions,
})
export type Overwrite = z.infer<typeof Overwrite>

const channelShape = {
  id: Snowflake,
  guild_id: Snowflake,
  name: z.string(),
  position: z.int(),
  permission_overwrites: z.array(Overwrite),
  nsfw: z.boolean(),
  flags: z.int(),
}

/** Minutes of silence. */
export const AutoArchive = z.union([z.literal(60), z.literal(1440), z.literal(4320), z.literal(10_080)])

const withThreads = {
  ...channelShape,
  topic: z.string().nullable(),
  parent_id: Snowflake.nullable(),
  rate_limit_per_user: z.int(),
  /** Of a forum, the newest post. */
  last_message_id: Snowflake.nullable(),
  last_pin_timestamp: Instant.nullable(),
  default_thread_rate_limit_per_user: z.int(),
  default_auto_archive_duration: AutoArchive.exactOptional(),
}

export const TextChannel = z.object({ ...withThreads, type: z.literal(0) })
export type TextChannel = z.infer<typeof TextChannel>

export const AnnouncementChannel = z.object({ ...withThreads, type: z.literal(5) })
export type AnnouncementChannel = z.infer<typeof AnnouncementChannel>

const emojiShape = { emoji_id: Snowflake.nullable(), emoji_name: z.string().nullable() }
export const ForumTag = z.object({
  ...emojiShape,
  id: Snowflake,
  name: z.string(),
  moderated: z.boolean(),
})

/** A channel that has posts, which are threads, and no messages of its own. */
export const Forum = z.object({
  ...withThreads,
  type: z.literal(15),
  available_tags: z.array(ForumTag),
  default_reaction_emoji: z.object(emojiShape).nullable(),
  default_sort_order: z.union([z.literal(0), z.literal(1)]).nullable(),
  default_forum_layout: z.union([z.literal(0), z.literal(1), z.literal(2)]),
})
export type Forum = z.infer<typeof Forum>

export const Category = z.object({ ...channelShape, type: z.literal(4), parent_id: z.null() })
export type Category = z.infer<typeof Category>

/** `type` 0: text. 4: category. 5: announcements. 15: forum. */
export const Channel = z.discriminatedUnion('type', [TextChannel, Category, AnnouncementChannel, Forum])
export type Channel = z.infer<typeof Channel>

/** `member`: whom it is. Absent in lists of a single thread. */
export const ThreadMember = z.object({
  id: Snowflake,
  user_id: Snowflake,
  join_timestamp: Instant,
  flags: z.int(),
  member: Member.exactOptional(),
})
export type ThreadMember = z.infer<typeof ThreadMember>

/** `type` 10: of announcements. 11: open to all who see its channel. 12: private. */
export const Thread = z.object({
  id: Snowflake,
  type: z.union([z.literal(10), z.literal(11), z.literal(12)]),
  guild_id: Snowflake,
  parent_id: Snowflake,
  owner_id: Snowflake.exactOptional(),
  name: z.string(),
  last_message_id: Snowflake.nullable(),
  last_pin_timestamp: Instant.nullable(),
  rate_limit_per_user: z.int(),
  flags: z.int(),
  message_count: z.int(),
  member_count: z.int(),
  total_message_sent: z.int(),
  thread_metadata: z.object({
    archived: z.boolean(),
    auto_archive_duration: AutoArchive,
    archive_timestamp: Instant,
    locked: z.boolean(),
    /** Of private ones. */
    invitable: z.boolean().exactOptional(),
    create_timestamp: Instant,
  }),
  /** Of posts in a forum. */
  applied_tags: z.array(Snowflake).exactOptional(),
  /** Where the reader follows it. */
  member: ThreadMember.exactOptional(),
})
export type Thread = z.infer<typeof Thread>

/** What a channel's id leads to. */
export const AnyChannel = z.discriminatedUnion('type', [...Channel.options, Thread])
export type AnyChannel = z.infer<typeof AnyChannel>
