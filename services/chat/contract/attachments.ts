import { command, Snowflake, z } from '@alles/platform/contract'
import { mostAttachments, refusals as mediaRefusals } from '@alles/media/contract'
import { messageRefusals } from './message-refusals.ts'
import { refusals } from './refusals.ts'

const { unknown_channel, missing_access, missing_permissions } = refusals

/** Clients count their files: 0, 1, 2. */
const FileNumber = z.union([z.string().max(20), z.int()])

export const prepareAttachments = command('chat.prepareAttachments', {
  about:
    'Makes room for files of a message that will be sent here. Each is sent by PUT to its `upload_url`, and named in the message by its `upload_filename`, within the hour.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/attachments',
  caller: 'account',
  input: z.object({
    channelId: Snowflake,
    files: z
      .array(
        z.object({
          id: FileNumber.nullish(),
          filename: z.string().min(1).max(1024),
          /** In bytes. */
          file_size: z.int().positive(),
        }),
      )
      .min(1)
      .max(mostAttachments),
  }),
  output: z.object({
    attachments: z.array(z.object({ id: FileNumber, upload_url: z.string(), upload_filename: z.string() })),
  }),
  refuses: [
    unknown_channel,
    missing_access,
    missing_permissions,
    messageRefusals.not_a_text_channel,
    mediaRefusals.file_too_large,
    mediaRefusals.too_much_waiting,
  ],
  limit: { count: 60, seconds: 60, by: 'account' },
})

/** https://docs.discord.com/developers/reference#signed-attachment-cdn-urls */
export const refreshUrls = command('chat.refreshUrls', {
  about:
    'Gives addresses of files that are good for another day, for those whose channels one may read; null for all others.',
  protocol: 'discord',
  http: 'POST /attachments/refresh-urls',
  caller: 'account',
  input: z.object({ attachment_urls: z.array(z.string().max(2048)).min(1).max(50) }),
  output: z.object({
    refreshed_urls: z.array(z.object({ original: z.string(), refreshed: z.string().nullable() })),
  }),
})
