import type { Media } from '../media.ts'
import { listAttachments, removeAttachments, type Which } from './attachment-store.ts'

const atOnce = 100

/** Deletes attachments for good: blobs, then the rows that lead to them. Does nothing twice. */
export async function dropAttachments(media: Media, which: Which): Promise<void> {
  for (;;) {
    const found = await listAttachments(media.database, which, atOnce)
    if (found.length === 0) return
    await media.pieces.remove(found)
    await removeAttachments(
      media.database,
      found.map(({ id }) => id),
    )
  }
}
