import { command, query, Snowflake, z } from '@alles/platform/contract'
import { attach, receiveFile } from '@alles/media/contract'
import { conversationRefusals } from './conversation-refusals.ts'
import { EmbedsInput } from './embed-input.ts'
import {
  AllowedMentions,
  AttachmentsInput,
  Components,
  Content,
  Flags,
  mostAttachments,
} from './message-input.ts'
import { messageRefusals } from './message-refusals.ts'
import { Message, Nonce } from './message-shapes.ts'
import { PollInput, pollRefusals } from './polls.ts'
import { refusals } from './refusals.ts'

const inChannel = { channelId: Snowflake }
const ofMessage = { channelId: Snowflake, messageId: Snowflake }
const { unknown_channel, missing_access, missing_permissions } = refusals
const { unknown_message, not_your_message, empty_message, not_a_text_channel } = messageRefusals
const noAccess = [unknown_channel, missing_access, not_a_text_channel]
const badFiles = [...receiveFile.refuses, ...attach.refuses, messageRefusals.too_many_attachments]

/** What a message is made of, in whatever way it is sent. Embeds are for bots. */
export const parts = {
  content: Content.nullish(),
  flags: Flags.nullish(),
  allowed_mentions: AllowedMentions.nullish(),
  embeds: EmbedsInput.nullish(),
  attachments: AttachmentsInput.nullish(),
  components: Components.nullish(),
}

/**
 * https://discord.com/developers/docs/resources/message#create-message. A reference of type 1 forwards a message that one
 * may read; such a message has nothing of its own. With `enforce_nonce`, a second send of the same
 * author, channel and `nonce` within ten minutes answers with the first one's message.
 */
export const sendMessage = command('chat.sendMessage', {
  about: 'Writes a message into a channel; as a reply or a forward where it references another.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/messages',
  caller: 'account',
  input: z.object({
    ...inChannel,
    ...parts,
    nonce: Nonce.nullish(),
    enforce_nonce: z.boolean().nullish(),
    tts: z.boolean().nullish(),
    sticker_ids: z.array(Snowflake).max(3).nullish(),
    poll: PollInput.nullish(),
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
  files: { most: mostAttachments },
  refuses: [
    ...noAccess,
    missing_permissions,
    empty_message,
    messageRefusals.unknown_reference,
    messageRefusals.bad_forward,
    messageRefusals.bots_only,
    messageRefusals.unknown_sticker,
    messageRefusals.slow_mode,
    pollRefusals.poll_emoji,
    refusals.thread_archived,
    refusals.thread_locked,
    refusals.too_many_threads,
    conversationRefusals.cannot_write_to,
    ...badFiles,
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
  about: "Changes one's own message; with the permission to manage messages, whether another's shows embeds.",
  protocol: 'discord',
  http: 'PATCH /channels/:channelId/messages/:messageId',
  caller: 'account',
  input: z.object({
    ...ofMessage,
    ...parts,
  }),
  output: Message,
  files: { most: mostAttachments },
  refuses: [
    ...noAccess,
    missing_permissions,
    unknown_message,
    not_your_message,
    empty_message,
    messageRefusals.bots_only,
    messageRefusals.not_editable,
    pollRefusals.poll_not_editable,
    refusals.thread_archived,
    conversationRefusals.cannot_write_to,
    ...badFiles,
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
  refuses: [...noAccess, missing_permissions, unknown_message, messageRefusals.not_editable],
  limit: { count: 60, seconds: 60, by: 'account' },
})

/** Those that do not exist (any more) are passed over. Unlike Discord's, messages older than two weeks go too. */
export const deleteMessages = command('chat.deleteMessages', {
  about: 'Deletes 2 to 100 messages at once, however old.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/messages/bulk-delete',
  caller: 'account',
  input: z.object({ ...inChannel, messages: z.array(Snowflake).min(2).max(100) }),
  output: z.void(),
  refuses: [...noAccess, missing_permissions],
  limit: { count: 20, seconds: 60, by: 'account' },
})

export const startTyping = command('chat.startTyping', {
  about: 'Shows others for ten seconds that one is writing.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/typing',
  caller: 'account',
  input: z.object(inChannel),
  output: z.void(),
  refuses: [...noAccess, missing_permissions, conversationRefusals.cannot_write_to],
  limit: { count: 30, seconds: 30, by: 'account' },
})
