import { command, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { PictureHash, PictureUse } from './shapes.ts'

/**
 * Makes a picture of an upload, encoded anew with nothing of the original but what is seen, sealed with `key`. `owner` is
 * the account or application whose picture it becomes (the id in its address); `by` the account that sent the upload.
 * Two pictures of one upload have neither name nor bytes in common.
 */
export const usePicture = command('media.usePicture', {
  about: 'Turns an upload into a picture that is shown.',
  caller: 'internal',
  input: z.object({
    upload: Snowflake,
    by: Snowflake,
    /** The account the picture is erased and exported with. */
    account: Snowflake,
    owner: Snowflake,
    use: PictureUse,
    key: z.string(),
  }),
  output: z.object({ hash: PictureHash }),
  refuses: [refusals.unknown_upload, refusals.pictures_busy, refusals.picture_took_too_long],
})

export const dropPicture = command('media.dropPicture', {
  about: 'Deletes a picture in every size. Does nothing twice.',
  caller: 'internal',
  input: z.object({ hash: PictureHash }),
  output: z.void(),
})

/** What an account wrote in guilds is not known here as its own: the content keys of its memberships tell. */
const memberships = z.array(z.string()).default([])

/**
 * This service's own part of an erasure: the blobs, before the rows that name them go. What was attached to messages goes
 * with `everything` alone. Does nothing twice.
 */
export const forget = command('media.forget', {
  about: "Deletes an account's uploads, pictures and files.",
  caller: 'internal',
  input: z.object({ accountId: Snowflake, memberships, mode: z.enum(['pseudonymise', 'everything']) }),
  output: z.void(),
})

export interface ExportedFile {
  /** Below `media/` of an export. */
  readonly path: string
  /** Its bytes, piece by piece; none where it has gone since. */
  readonly read: () => AsyncIterable<Uint8Array>
}

export const filesOf = query('media.filesOf', {
  about: "An account's pictures and the files it sent, for its export.",
  caller: 'internal',
  checked: 'types',
  input: z.object({ accountId: Snowflake, memberships: z.array(z.string()) }),
  output: z.custom<ExportedFile[]>(),
})

export const doctor = query('media.doctor', {
  about:
    'Writes, reads and removes something where pictures are kept; each fault is a sentence that says what to do.',
  caller: 'internal',
  input: z.object({}),
  output: z.object({ faults: z.array(z.string()) }),
})
