import { command, defineRefusals, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { Thread, User } from './wire.ts'

export const messageRefusals = defineRefusals({
  unknown_message: { status: 404, discord: 10008, sentence: 'This message does not exist.' },
  not_your_message: { status: 403, discord: 50005, sentence: 'Only its author can edit a message.' },
  empty_message: { status: 400, discord: 50006, sentence: 'A message needs some text.' },
  not_a_text_channel: { status: 400, discord: 50008, sentence: 'Nothing can be written in this channel.' },
  system_message: { status: 403, discord: 50021, sentence: 'What the system says cannot be changed.' },
  unknown_reference: {
    status: 400,
    discord: 50035,
    sentence: 'The message this replies to does not exist in this channel.',
  },
  slow_mode: {
    status: 429,
    discord: 20016,
    sentence: 'This channel is in slow mode. Wait a moment before writing again.',
  },
})

const none = z.tuple([])
const Nonce = z.union([z.string().max(25), z.int()])

const Reference = z.object({
  /** 0: answers it, or says that a thread was opened. */
  type: z.literal(0),
  message_id: Snowflake.exactOptional(),
  channel_id: Snowflake,
  guild_id: Snowflake,
})

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
  attachments: none,
  embeds: none,
  components: none,
  pinned: z.boolean(),
  /** 0: a message. 18: says that a thread was opened. 19: a reply. 21: what a thread is about. */
  type: z.int(),
  flags: z.int(),
  nonce: Nonce.exactOptional(),
  message_reference: Reference.exactOptional(),
  /** The thread that was opened from it. */
  thread: Thread.exactOptional(),
}

/** A message as Discord's API v10 writes it. `referenced_message` is null where the answered message is gone. */
export const Message = z.object({
  ...messageShape,
  referenced_message: z.object(messageShape).nullable().exactOptional(),
})
export type Message = z.infer<typeof Message>

/** Whom a message may notify. Absent: everybody it names, as far as its author may. */
export const AllowedMentions = z.object({
  parse: z.array(z.enum(['roles', 'users', 'everyone'])).optional(),
  users: z.array(Snowflake).max(100).optional(),
  roles: z.array(Snowflake).max(100).optional(),
  replied_user: z.boolean().optional(),
})
export type AllowedMentions = z.infer<typeof AllowedMentions>

/** At most 2,000 code points. White space around it is dropped. */
const Content = z
  .string()
  .refine((value) => value.isWellFormed(), 'holds a character that is not valid Unicode')
  .refine((value) => !value.includes('\0'), 'holds a control character')
  .transform((value) => value.trim())
  .refine(
    (value) => value.length <= 2000 || Array.from(value).length <= 2000,
    'may have at most 2000 characters',
  )

const inChannel = { channelId: Snowflake }
const ofMessage = { channelId: Snowflake, messageId: Snowflake }
const { unknown_channel, missing_access, missing_permissions } = refusals
const { unknown_message, not_your_message, empty_message, not_a_text_channel } = messageRefusals
const noAccess = [unknown_channel, missing_access, not_a_text_channel]

/**
 * https://discord.com/developers/docs/resources/message#create-message. With `enforce_nonce`, a second send of the same
 * author, channel and `nonce` within ten minutes answers with the first one's message.
 */
export const sendMessage = command('chat.sendMessage', {
  about: 'Writes a message into a channel, as a reply where it references another.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/messages',
  caller: 'account',
  input: z.object({
    ...inChannel,
    content: Content.nullish(),
    nonce: Nonce.nullish(),
    enforce_nonce: z.boolean().nullish(),
    tts: z.boolean().nullish(),
    flags: z.int().nonnegative().nullish(),
    allowed_mentions: AllowedMentions.nullish(),
    message_reference: z
      .object({
        type: z.int().nullish(),
        message_id: Snowflake,
        channel_id: Snowflake.nullish(),
        guild_id: Snowflake.nullish(),
        fail_if_not_exists: z.boolean().nullish(),
      })
      .nullish(),
  }),
  output: Message,
  refuses: [
    ...noAccess,
    missing_permissions,
    empty_message,
    messageRefusals.unknown_reference,
    messageRefusals.slow_mode,
    refusals.thread_archived,
    refusals.thread_locked,
    refusals.too_many_threads,
  ],
  limit: { count: 30, seconds: 30, by: 'account' },
})

/** Of `around`, `before` and `after` the first that is given counts. Newest first, always. */
export const listMessages = query('chat.listMessages', {
  about: 'Pages through the messages of a channel, newest first.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/messages',
  caller: 'account',
  input: z.object({
    ...inChannel,
    around: Snowflake.optional(),
    before: Snowflake.optional(),
    after: Snowflake.optional(),
    limit: z.coerce.number<number | string>().int().min(1).max(100).default(50),
  }),
  output: z.array(Message),
  refuses: noAccess,
})

export const getMessage = query('chat.getMessage', {
  about: 'Reads one message.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/messages/:messageId',
  caller: 'account',
  input: z.object(ofMessage),
  output: Message,
  refuses: [...noAccess, missing_permissions, unknown_message],
})

export const editMessage = command('chat.editMessage', {
  about: "Changes the text of one's own message.",
  protocol: 'discord',
  http: 'PATCH /channels/:channelId/messages/:messageId',
  caller: 'account',
  input: z.object({
    ...ofMessage,
    content: Content.nullish(),
    flags: z.int().nonnegative().nullish(),
    allowed_mentions: AllowedMentions.nullish(),
  }),
  output: Message,
  refuses: [
    ...noAccess,
    unknown_message,
    not_your_message,
    empty_message,
    messageRefusals.system_message,
    refusals.thread_archived,
  ],
  limit: { count: 30, seconds: 30, by: 'account' },
})

export const deleteMessage = command('chat.deleteMessage', {
  about: "Deletes one's own message, or another's with the permission to manage messages.",
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/messages/:messageId',
  caller: 'account',
  input: z.object(ofMessage),
  output: z.void(),
  refuses: [...noAccess, missing_permissions, unknown_message, messageRefusals.system_message],
  limit: { count: 60, seconds: 60, by: 'account' },
})

export const startTyping = command('chat.startTyping', {
  about: 'Shows others for ten seconds that one is writing.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/typing',
  caller: 'account',
  input: z.object(inChannel),
  output: z.void(),
  refuses: [...noAccess, missing_permissions],
  limit: { count: 30, seconds: 30, by: 'account' },
})
