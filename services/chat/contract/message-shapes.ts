import { Instant, Snowflake, z } from '@alles/platform/contract'
import { Embed } from './embeds.ts'
import { Thread } from './channel-shapes.ts'
import { User } from './wire.ts'

/*
 * A message in the shapes of Discord's API v10 (https://docs.discord.com/developers/resources/message#message-object).
 * What a message does not have is absent, or empty where Discord always sends it.
 */

const none = z.tuple([])

export const Nonce = z.union([z.string().max(25), z.int()])

/** An emoji as reactions and polls name it: `id` is null for those of Unicode, whose `name` is the emoji itself. */
export const PartialEmoji = z.object({
  id: Snowflake.nullable(),
  name: z.string().nullable(),
  animated: z.boolean().exactOptional(),
})
export type PartialEmoji = z.infer<typeof PartialEmoji>

/** A file. `url` holds for some hours; every reading of the message gives a fresh one. */
export const Attachment = z.object({
  id: Snowflake,
  filename: z.string(),
  title: z.string().exactOptional(),
  /** What it shows, for who does not see it. */
  description: z.string().exactOptional(),
  content_type: z.string().exactOptional(),
  /** Bytes. */
  size: z.int(),
  url: z.string(),
  proxy_url: z.string(),
  width: z.int().nullable().exactOptional(),
  height: z.int().nullable().exactOptional(),
  flags: z.int().exactOptional(),
})
export type Attachment = z.infer<typeof Attachment>

/** `format_type` 1: PNG. 2: APNG. 4: GIF. */
export const StickerItem = z.object({
  id: Snowflake,
  name: z.string(),
  format_type: z.union([z.literal(1), z.literal(2), z.literal(4)]),
})
export type StickerItem = z.infer<typeof StickerItem>

/** `me`: whether the one who reads reacted so. There are no super reactions. */
export const Reaction = z.object({
  emoji: PartialEmoji,
  count: z.int(),
  count_details: z.object({ burst: z.literal(0), normal: z.int() }),
  me: z.boolean(),
  me_burst: z.literal(false),
  burst_colors: none,
})
export type Reaction = z.infer<typeof Reaction>

const PollMedia = z.object({ text: z.string().exactOptional(), emoji: PartialEmoji.exactOptional() })

/** `expiry` null: without end. `me_voted`: whether the one who reads chose it. */
export const Poll = z.object({
  question: PollMedia,
  answers: z.array(z.object({ answer_id: z.int(), poll_media: PollMedia })),
  expiry: Instant.nullable(),
  allow_multiselect: z.boolean(),
  layout_type: z.literal(1),
  results: z
    .object({
      is_finalized: z.boolean(),
      answer_counts: z.array(z.object({ id: z.int(), count: z.int(), me_voted: z.boolean() })),
    })
    .exactOptional(),
})
export type Poll = z.infer<typeof Poll>

/** `type` 0: answers, pins or opens a thread from it. 1: forwards it. */
export const MessageReference = z.object({
  type: z.union([z.literal(0), z.literal(1)]),
  message_id: Snowflake.exactOptional(),
  channel_id: Snowflake,
  /** Absent for what is in no guild, and for what is gone. */
  guild_id: Snowflake.exactOptional(),
})
export type MessageReference = z.infer<typeof MessageReference>

/** What a forward shows of the message it forwards. */
export const MessageSnapshot = z.object({
  message: z.object({
    type: z.int(),
    content: z.string(),
    embeds: z.array(Embed),
    attachments: z.array(Attachment),
    timestamp: z.string(),
    edited_timestamp: z.string().nullable(),
    flags: z.int(),
    mentions: z.array(User),
    mention_roles: z.array(Snowflake),
    sticker_items: z.array(StickerItem).exactOptional(),
    components: none,
  }),
})
export type MessageSnapshot = z.infer<typeof MessageSnapshot>

const messageShape = {
  id: Snowflake,
  channel_id: Snowflake,
  author: User,
  content: z.string(),
  timestamp: z.string(),
  edited_timestamp: z.string().nullable(),
  tts: z.boolean(),
  mention_everyone: z.boolean(),
  mentions: z.array(User),
  mention_roles: z.array(Snowflake),
  attachments: z.array(Attachment),
  embeds: z.array(Embed),
  components: none,
  pinned: z.boolean(),
  /** 0: a message. 19: a reply. 4, 6, 7, 18, 21 and others: what the system says. */
  type: z.int(),
  flags: z.int(),
  nonce: Nonce.exactOptional(),
  webhook_id: Snowflake.exactOptional(),
  application_id: Snowflake.exactOptional(),
  reactions: z.array(Reaction).exactOptional(),
  sticker_items: z.array(StickerItem).exactOptional(),
  poll: Poll.exactOptional(),
  /** The thread that was opened from it. */
  thread: Thread.exactOptional(),
  /** Where it stands in its thread. */
  position: z.int().exactOptional(),
  message_reference: MessageReference.exactOptional(),
  /** Of a forward: what it forwards, as long as that exists. */
  message_snapshots: z.array(MessageSnapshot).exactOptional(),
}

/** A message. `referenced_message` is null where the answered message is gone. */
export const Message = z.object({
  ...messageShape,
  referenced_message: z.object(messageShape).nullable().exactOptional(),
})
export type Message = z.infer<typeof Message>
