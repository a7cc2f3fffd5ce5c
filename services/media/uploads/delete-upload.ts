import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import type { Media } from '../media.ts'
import { discardUploads } from './discard-uploads.ts'
import { findUpload } from './upload-store.ts'

export async function deleteUpload(media: Media, accountId: string, id: string): Promise<void> {
  const upload = await findUpload(media.database, { id, accountId, now: new Date(media.clock.now()) })
  if (!upload) return refuse(refusals.unknown_upload)
  await discardUploads(media, [upload])
}
