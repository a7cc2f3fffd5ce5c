import { command, Snowflake, upload, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { mostUploadBytes, Upload } from './shapes.ts'

export const sendUpload = upload('media.sendUpload', {
  about:
    'Sends a picture as the body of the request: PNG, JPEG, WebP, GIF (its first frame) or AVIF, at most 10 MiB and 25 megapixels. Only what is seen is kept, for an hour, to be used by another call.',
  http: 'POST /uploads',
  caller: 'person',
  takes: ['image/*', 'application/octet-stream'],
  bodyLimit: mostUploadBytes,
  input: z.object({}),
  output: z.object({ upload: Upload }),
  status: 201,
  refuses: [
    refusals.not_a_picture,
    refusals.broken_picture,
    refusals.too_many_pixels,
    refusals.picture_took_too_long,
    refusals.pictures_busy,
    refusals.too_many_uploads,
  ],
  limit: { count: 60, seconds: 3_600, by: 'account' },
})

export const deleteUpload = command('media.deleteUpload', {
  about: 'Deletes an upload. Pictures that were made of it stay.',
  http: 'DELETE /uploads/:id',
  caller: 'person',
  input: z.object({ id: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_upload],
})
