import { dropAttachments } from '../attachments/drop-attachments.ts'
import { listWaitingOf } from '../attachments/waiting-store.ts'
import { guildPlacesOf, ofMember } from '../guild-pictures/guild-picture-policy.ts'
import { listMemberPictures } from '../guild-pictures/guild-picture-store.ts'
import type { Media } from '../media.ts'
import { letGo } from '../pictures/let-go.ts'
import { placesOf } from '../pictures/picture-policy.ts'
import { listPicturesOf } from '../pictures/picture-store.ts'
import { copyOf } from '../uploads/upload-policy.ts'
import { listUploadsOf } from '../uploads/upload-store.ts'
import type { Whose } from './list-files.ts'

interface Forgotten extends Whose {
  readonly mode: 'pseudonymise' | 'everything'
}

const everyRow = 2 ** 31 - 1

/**
 * Deletes everything that an account's rows lead to outside the database. The rows, and the keys of its uploads, go with
 * the rest of the account; what it attached to messages stays with the conversations unless everything goes. Does nothing
 * twice.
 */
export async function forgetAccount(
  media: Media,
  { accountId, memberships, mode }: Forgotten,
): Promise<void> {
  const { database } = media
  const pictures = await listPicturesOf(database, accountId)
  const avatars = await listMemberPictures(database, { keys: memberships }, everyRow)
  const uploads = await listUploadsOf(database, accountId)
  await media.blobs.remove([
    ...pictures.flatMap(placesOf),
    ...avatars.map(ofMember).flatMap(guildPlacesOf),
    ...uploads.map(copyOf),
  ])
  await media.pieces.remove(await listWaitingOf(database, accountId))
  if (mode === 'everything') await dropAttachments(media, { keys: memberships })
  letGo(
    media,
    [...pictures, ...avatars].map(({ hash }) => hash),
  )
}
