import { openAttachmentKey, openWaitingKey } from '../attachments/open-file-key.ts'
import { listAttachments, type AttachmentRow } from '../attachments/attachment-store.ts'
import { readBytes } from '../attachments/show-attachment.ts'
import { listWaitingOf, type WaitingRow } from '../attachments/waiting-store.ts'
import type { BlobPlace } from '../blobs/sealed-blobs.ts'
import type { ExportedFile } from '../contract/index.ts'
import { sizeFor } from '../decoding/sizes.ts'
import { guildVariantPlace, ofMember } from '../guild-pictures/guild-picture-policy.ts'
import { listMemberPictures, type MemberPictureRow } from '../guild-pictures/guild-picture-store.ts'
import type { Media } from '../media.ts'
import { variantPlace } from '../pictures/picture-policy.ts'
import { listPicturesOf, type PictureRow } from '../pictures/picture-store.ts'
import { copyOf } from '../uploads/upload-policy.ts'
import { listUploadsOf } from '../uploads/upload-store.ts'

export interface Whose {
  readonly accountId: string
  /** The content keys of its memberships. */
  readonly memberships: readonly string[]
}

const everyRow = 2 ** 31 - 1

/** An account's pictures in their largest size, what it sent and has not used, and what it attached to messages. */
export async function listFiles(media: Media, { accountId, memberships }: Whose): Promise<ExportedFile[]> {
  const { database } = media
  const [pictures, uploads, waiting] = await Promise.all([
    listPicturesOf(database, accountId),
    listUploadsOf(database, accountId),
    listWaitingOf(database, accountId),
  ])
  const avatars = await listMemberPictures(database, { keys: memberships }, everyRow)
  const attachments = await listAttachments(database, { keys: memberships }, everyRow)
  return [
    ...pictures.map((picture) => ofPicture(media, picture)),
    ...avatars.map((picture) => ofMemberPicture(media, picture)),
    ...uploads.map((upload) => ({
      path: `uploads/${upload.id}.png`,
      read: () => whole(media, copyOf(upload)),
    })),
    ...waiting.map((file) => ofWaiting(media, file)),
    ...attachments.map((file) => ofAttachment(media, file)),
  ]
}

async function* whole({ blobs }: Media, place: BlobPlace): AsyncGenerator<Uint8Array> {
  const bytes = await blobs.read(place)
  if (bytes) yield bytes
}

function ofPicture(media: Media, { hash, use, owner_id: owner, sizes }: PictureRow): ExportedFile {
  const place = variantPlace(hash, { format: 'webp', size: sizeFor(sizes, undefined) })
  return { path: `${use}s/${owner}/${hash}.webp`, read: () => whole(media, place) }
}

function ofMemberPicture(media: Media, row: MemberPictureRow): ExportedFile {
  const place = guildVariantPlace(ofMember(row), { format: 'webp', size: sizeFor(row.sizes, undefined) })
  return { path: `guilds/${row.guild_id}/avatars/${row.hash}.webp`, read: () => whole(media, place) }
}

/** As far as it has arrived. */
function ofWaiting(media: Media, row: WaitingRow): ExportedFile {
  const open = () => openWaitingKey(media, row)
  return {
    path: `waiting/${row.id}`,
    read: () => pieces(media, { blob: row.blob, size: row.received, open }),
  }
}

/** Its name is in its message, which the export holds beside it. */
function ofAttachment(media: Media, row: AttachmentRow): ExportedFile {
  const open = () => openAttachmentKey(media, row)
  return {
    path: `attachments/${row.channel_id}/${row.id}`,
    read: () => pieces(media, { blob: row.blob, size: row.size, open }),
  }
}

interface Pieced {
  readonly blob: string
  readonly size: number
  readonly open: () => Promise<Uint8Array | null>
}

async function* pieces(media: Media, { blob, size, open }: Pieced): AsyncGenerator<Uint8Array> {
  const fileKey = await open()
  // One that was dropped while the export is made is an empty file.
  if (fileKey && (await media.pieces.read({ blob, fileKey }, 0)))
    yield* readBytes(media, { blob, fileKey }, { from: 0, to: size })
}
