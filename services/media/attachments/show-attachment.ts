import { refuse } from '@alles/platform/contract'
import type { RangedFile } from '@alles/platform/http'
import { pieceBytes, type PiecedFile } from '../blobs/pieces.ts'
import { refusals } from '../contract/index.ts'
import type { Media } from '../media.ts'
import type { SignedFile, Signature } from './addresses.ts'
import { findAttachment } from './attachment-store.ts'
import { anyType } from './file-kinds.ts'
import { openAttachmentKey } from './open-file-key.ts'

/**
 * A file for whoever has an address of it that we signed and that is still good. Refuses all else in the same way: a
 * wrong signature, one whose time is over, a file that was deleted, one whose key was destroyed.
 */
export async function showAttachment(
  media: Media,
  file: SignedFile,
  signature: Signature,
): Promise<RangedFile> {
  const signed = (await media.addresses()).verify(file, signature)
  const left = signed ? Math.floor(signed.until - media.clock.now() / 1000) : 0
  if (left <= 0) return refuse(refusals.unknown_attachment)
  const row = await findAttachment(media.database, file.id)
  if (row?.channel_id !== file.channelId) return refuse(refusals.unknown_attachment)
  const fileKey = (await openAttachmentKey(media, row)) ?? refuse(refusals.unknown_attachment)
  return {
    fileName: file.filename,
    mediaType: row.media_type,
    inline: row.media_type !== anyType,
    bytes: row.size,
    tag: file.id,
    maxAgeSeconds: left,
    read: (from, to) => readBytes(media, { blob: row.blob, fileKey }, { from, to }),
  }
}

/** Only the pieces that are asked for are read, one after the other as they are sent. */
export async function* readBytes(
  { pieces }: Media,
  file: PiecedFile,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to;) {
    const index = Math.floor(at / pieceBytes)
    const start = index * pieceBytes
    const piece = await pieces.read(file, index)
    if (!piece) throw new Error('a piece of an attachment is missing')
    const end = Math.min(to, start + piece.byteLength)
    if (end <= at) throw new Error('a piece of an attachment is too short')
    yield piece.subarray(at - start, end - start)
    at = end
  }
}
