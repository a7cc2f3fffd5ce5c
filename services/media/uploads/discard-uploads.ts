import type { Media } from '../media.ts'
import { copyOf } from './upload-policy.ts'
import { removeUploads, type UploadTraces } from './upload-store.ts'

/** Deletes uploads: what can be seen, the keys, and last the rows that lead to both. Safe to repeat. */
export async function discardUploads(media: Media, uploads: readonly UploadTraces[]): Promise<void> {
  if (uploads.length === 0) return
  await media.blobs.remove(uploads.map(copyOf))
  await media.keys.destroy({ ids: uploads.map((upload) => upload.key_id) })
  await removeUploads(
    media.database,
    uploads.map(({ id }) => id),
  )
}
