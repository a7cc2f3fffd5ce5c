import type { Media } from '../media.ts'
import { copyOf } from '../uploads/upload-policy.ts'
import { listUploadsOf } from '../uploads/upload-store.ts'
import { letGo } from './let-go.ts'
import { placesOf } from './picture-policy.ts'
import { listPicturesOf } from './picture-store.ts'

/**
 * Deletes everything that an account's rows lead to outside the database. The rows, and the keys of its uploads, go with
 * the rest of the account. Does nothing twice.
 */
export async function forgetPictures(media: Media, accountId: string): Promise<void> {
  const pictures = await listPicturesOf(media.database, accountId)
  const uploads = await listUploadsOf(media.database, accountId)
  await media.blobs.remove([...pictures.flatMap(placesOf), ...uploads.map(copyOf)])
  letGo(
    media,
    pictures.map(({ hash }) => hash),
  )
}
