import { dropGuildPicture } from '../guild-pictures/drop-guild-pictures.ts'
import type { Media } from '../media.ts'
import { letGo } from './let-go.ts'
import { placesOf } from './picture-policy.ts'
import { findPicture, removePicture } from './picture-store.ts'

/**
 * Deletes a picture in every size; from here on its address answers that there is none. What browsers have kept, nobody
 * can call back. Does nothing twice.
 */
export async function dropPicture(media: Media, hash: string): Promise<void> {
  const picture = await findPicture(media.database, hash)
  if (!picture) {
    await dropGuildPicture(media, hash)
    return
  }
  await media.blobs.remove(placesOf(picture))
  await removePicture(media.database, hash)
  letGo(media, [hash])
}
