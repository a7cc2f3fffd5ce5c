import type { Media } from '../media.ts'
import { discardFiles } from './discard-files.ts'
import { listSpentKeys, removeSpentKeys } from './spent-key-store.ts'
import { listExpiredWaiting } from './waiting-store.ts'

const perBatch = 50
const keysPerBatch = 1000

/** Deletes files that were announced and not used in time. */
export async function sweepFiles(media: Media): Promise<void> {
  const now = new Date(media.clock.now())
  for (;;) {
    const expired = await listExpiredWaiting(media.database, now, perBatch)
    if (expired.length === 0) return
    await discardFiles(media, expired)
  }
}

/** Destroys the keys of files that have been attached, many together: each bucket of keys is written anew once. */
export async function destroySpentKeys({ database, keys }: Media): Promise<void> {
  for (;;) {
    const ids = await listSpentKeys(database, keysPerBatch)
    if (ids.length === 0) return
    await keys.destroy({ ids })
    await removeSpentKeys(database, ids)
  }
}
