import { randomBytes } from 'node:crypto'
import { refuse, type Input } from '@alles/platform/contract'
import { refusals, type usePicture as contract } from '../contract/index.ts'
import type { Variant } from '../decoding/works.ts'
import type { Media } from '../media.ts'
import { copyOf, keptAfterUseMs } from '../uploads/upload-policy.ts'
import { findUpload, markUsed } from '../uploads/upload-store.ts'
import { placesOf, variantPlace } from './picture-policy.ts'
import { insertPicture, type PictureRow } from './picture-store.ts'

/**
 * Makes a picture of an upload: a random name, and encodings that share no bytes with any other picture, of this upload
 * or another. Answers the name. Leaves nothing where it fails.
 */
export async function usePicture(media: Media, wish: Input<typeof contract>): Promise<string> {
  const { database, clock, blobs, decoder } = media
  const now = clock.now()
  const upload = await findUpload(database, { id: wish.upload, accountId: wish.by, now: new Date(now) })
  if (!upload) return refuse(refusals.unknown_upload)
  const copy = await blobs.read(copyOf(upload))
  if (!copy) return refuse(refusals.unknown_upload)
  const variants = await decoder.run('make', { bytes: copy, use: wish.use })
  const picture: PictureRow = {
    hash: randomBytes(16).toString('hex'),
    account_id: wish.account,
    owner_id: wish.owner,
    use: wish.use,
    key_id: wish.key,
    sizes: [...new Set(variants.map(({ size }) => size))],
    created_at: new Date(now),
  }
  try {
    await writeVariants(media, picture, variants)
    await database.transaction(async (tx) => {
      if (!(await markUsed(tx, upload.id, new Date(now + keptAfterUseMs)))) refuse(refusals.unknown_upload)
      await insertPicture(tx, picture)
    })
  } catch (error) {
    await blobs.remove(placesOf(picture))
    throw error
  }
  return picture.hash
}

function writeVariants({ blobs }: Media, picture: PictureRow, variants: readonly Variant[]): Promise<void> {
  return blobs.write(
    picture.key_id,
    variants.map((variant) => ({ place: variantPlace(picture.hash, variant), plain: variant.bytes })),
  )
}
