import type { ExportedFile } from '../contract/index.ts'
import { sizeFor } from '../decoding/sizes.ts'
import type { Media } from '../media.ts'
import { copyOf } from '../uploads/upload-policy.ts'
import { listUploadsOf } from '../uploads/upload-store.ts'
import { variantPlace } from './picture-policy.ts'
import { listPicturesOf } from './picture-store.ts'

/** An account's pictures in their largest size, and what it sent and has not used. */
export async function listFiles({ database, blobs }: Media, accountId: string): Promise<ExportedFile[]> {
  const pictures = await listPicturesOf(database, accountId)
  const uploads = await listUploadsOf(database, accountId)
  return [
    ...pictures.map(({ hash, use, owner_id: owner, sizes }) => ({
      path: `${use}s/${owner}/${hash}.webp`,
      open: () => blobs.read(variantPlace(hash, { format: 'webp', size: sizeFor(sizes, undefined) })),
    })),
    ...uploads.map((upload) => ({
      path: `uploads/${upload.id}.png`,
      open: () => blobs.read(copyOf(upload)),
    })),
  ]
}
