import { command, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { mostAttachments, StoredAttachment, UploadName } from './attachment-shapes.ts'

/** The id of a key that seals what a membership writes; media learns nothing else of whose it is. */
const ContentKey = z.string()

/**
 * Makes room for files that somebody is about to send. `by` may have so many bytes waiting; each file is sent by PUT to
 * its `upload_url`, whose last part is a secret, in one piece or in several, and named in a message by its
 * `upload_filename` within the hour.
 */
export const prepareUploads = command('media.prepareUploads', {
  about: 'Makes room for files that will be sent to addresses of their own.',
  caller: 'internal',
  input: z.object({
    by: Snowflake,
    files: z
      .array(z.object({ filename: z.string(), size: z.int().positive() }))
      .min(1)
      .max(mostAttachments),
  }),
  output: z.object({ uploads: z.array(z.object({ upload_url: z.string(), upload_filename: UploadName })) }),
  refuses: [refusals.file_too_large, refusals.too_much_waiting],
})

/**
 * Takes a file whose bytes arrive with the request itself. Answers its name as `prepareUploads` does. Nothing is left of
 * what was refused or broke off.
 */
export const receiveFile = command('media.receiveFile', {
  about: 'Keeps a file that arrives as a part of a form, until it is used.',
  caller: 'internal',
  checked: 'types',
  input: z.object({
    by: Snowflake,
    filename: z.string(),
    bytes: z.custom<AsyncIterable<Uint8Array>>(),
  }),
  output: z.object({ upload_filename: UploadName }),
  refuses: [
    refusals.file_too_large,
    refusals.empty_file,
    refusals.too_much_waiting,
    refusals.files_busy,
    refusals.upload_gone,
    refusals.not_a_picture,
    refusals.broken_picture,
    refusals.too_many_pixels,
    refusals.picture_took_too_long,
    refusals.pictures_busy,
  ],
})

/** For uploads that will not be used: their form was refused. Others' and unknown ones are passed over. */
export const discardUploads = command('media.discardUploads', {
  about: 'Deletes uploads before their time.',
  caller: 'internal',
  input: z.object({ by: Snowflake, uploads: z.array(z.string()) }),
  output: z.void(),
})

/**
 * Turns uploads into the attachments of one message, in order, all or none: from here on the content key opens them and
 * nothing else does. Costs the same for large files as for small ones. `bundle` stands for all attachments of a message;
 * an edit that adds some gives the message's. `filename` is what its author calls the file.
 *
 * What is attached has to be settled: a bundle whose message never came to be is deleted by whoever asks
 * `listUnsettled` from time to time, or sooner by `dropAttachments`.
 */
export const attach = command('media.attach', {
  about: 'Binds uploads to a message.',
  caller: 'internal',
  input: z.object({
    by: Snowflake,
    channelId: Snowflake,
    key: ContentKey,
    bundle: Snowflake.optional(),
    files: z
      .array(z.object({ upload: z.string(), filename: z.string() }))
      .min(1)
      .max(mostAttachments),
  }),
  output: z.object({ bundle: Snowflake, attachments: z.array(StoredAttachment) }),
  refuses: [refusals.unknown_file, refusals.unfinished_file],
})

/** Bundles that were attached more than ten minutes ago and not settled yet, 500 at most, oldest first. */
export const listUnsettled = query('media.listUnsettled', {
  about: 'Bundles of attachments of which nobody has said yet that their message exists.',
  caller: 'internal',
  input: z.object({}),
  output: z.object({ bundles: z.array(Snowflake) }),
})

export const settleAttachments = command('media.settleAttachments', {
  about: 'Says which bundles have a message; those that are gone are deleted. Does nothing twice.',
  caller: 'internal',
  input: z.object({ kept: z.array(Snowflake), gone: z.array(Snowflake) }),
  output: z.void(),
})

/** By bundle where messages go, by id where an edit takes some away, by channel where all of it goes. */
export const dropAttachments = command('media.dropAttachments', {
  about: 'Deletes attachments for good. Does nothing twice.',
  caller: 'internal',
  input: z.object({
    bundles: z.array(Snowflake).default([]),
    ids: z.array(Snowflake).default([]),
    channelIds: z.array(Snowflake).default([]),
  }),
  output: z.void(),
})

/** What an address is made of; all of it is signed. */
export interface AddressedFile {
  readonly channelId: string
  readonly id: string
  readonly filename: string
}

/** Makes and reads the addresses of attachments and of pictures in previews: no I/O, some microseconds. */
export interface AttachmentAddresses {
  /** The whole address, good for 24 hours at most and 23 at least. */
  of(file: AddressedFile): string
  /** The same for the picture of a preview. */
  ofPreview(file: AddressedFile): string
  /** The file of an address that we once signed, expired or not; null for every other text. */
  read(url: string): AddressedFile | null
}

export const attachmentAddresses = query('media.attachmentAddresses', {
  about: 'What makes the addresses of attachments. Ask once, after the start; it stays good.',
  caller: 'internal',
  checked: 'types',
  input: z.object({}),
  output: z.custom<AttachmentAddresses>(),
})
