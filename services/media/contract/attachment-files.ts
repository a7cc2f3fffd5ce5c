import { command, Instant, query, Snowflake, upload, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'

/** How far a file has arrived. */
export const UploadProgress = z.object({
  /** In bytes, as it was announced; of a picture that is complete, as it is kept. */
  size: z.int(),
  /** Send on from here. */
  received: z.int(),
  /** Whether a message can use it. */
  complete: z.boolean(),
  /** It is forgotten then unless it is used before. */
  expires_at: Instant,
})
export type UploadProgress = z.infer<typeof UploadProgress>

/** What stands at the end of an `upload_url`, and is known to whom it was given alone. */
const token = z.string().regex(/^\d{1,19}-[0-9a-f]{32}$/, 'is not where a file is sent to')

/** The most that may ever be set for a file: what one request could carry. */
const mostBytes = 2047 * 1024 * 1024

export const sendFile = upload('media.sendFile', {
  about:
    'Sends a file, or the rest of it: `Upload-Offset` or `Content-Range` says where the bytes begin. What broke off is kept by whole megabytes, and the answer to HEAD, in `Upload-Offset`, says from where to go on.',
  protocol: 'media',
  http: 'PUT /uploads/:token',
  caller: 'anyone',
  takes: ['*/*'],
  bodyLimit: mostBytes,
  input: z.object({ token }),
  output: UploadProgress,
  refuses: [
    refusals.upload_gone,
    refusals.wrong_offset,
    refusals.arriving_already,
    refusals.files_busy,
    refusals.file_too_large,
    refusals.not_a_picture,
    refusals.broken_picture,
    refusals.too_many_pixels,
    refusals.picture_took_too_long,
    refusals.pictures_busy,
  ],
})

export const fileProgress = query('media.fileProgress', {
  about: 'How far a file has arrived; also by HEAD, in the header `Upload-Offset`.',
  protocol: 'media',
  http: 'GET /uploads/:token',
  caller: 'anyone',
  input: z.object({ token }),
  output: UploadProgress,
  refuses: [refusals.upload_gone],
})

export const cancelFile = command('media.cancelFile', {
  about: 'Deletes a file that was announced, whole or not.',
  protocol: 'media',
  http: 'DELETE /uploads/:token',
  caller: 'anyone',
  input: z.object({ token }),
  output: z.void(),
  refuses: [refusals.upload_gone],
})

const hex = (digits: string) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`), 'is not a signature')

const shown = {
  protocol: 'media',
  caller: 'anyone',
  input: z.object({
    channelId: Snowflake,
    id: Snowflake,
    filename: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, 'is not the name of a file'),
    /** Until when, and since when, it is good: seconds since 1970 in hex. */
    ex: hex('1,12').default(''),
    is: hex('1,12').default(''),
    hm: hex('64').default(''),
  }),
  output: z.unknown(),
  gives: ['application/octet-stream', 'image/*', 'video/*', 'audio/*', 'text/plain'],
  refuses: [refusals.unknown_attachment],
} as const

export const showAttachment = query('media.showAttachment', {
  ...shown,
  about: 'A file of a message. Its address is signed and good for a day; parts of it may be asked for.',
  http: 'GET /attachments/:channelId/:id/:filename',
})

export const showPreview = query('media.showPreview', {
  ...shown,
  about: "Our copy of the picture that a link's page shows. Its address is signed and good for a day.",
  http: 'GET /external/:channelId/:id/:filename',
})
