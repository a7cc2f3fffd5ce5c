import type { Media } from '../media.ts'
import { discardUploads } from './discard-uploads.ts'
import { listExpired } from './upload-store.ts'

const perBatch = 50

/** Deletes the uploads whose time is over. */
export async function sweepUploads(media: Media): Promise<void> {
  const now = new Date(media.clock.now())
  for (;;) {
    const expired = await listExpired(media.database, now, perBatch)
    if (expired.length === 0) return
    await discardUploads(media, expired)
  }
}
