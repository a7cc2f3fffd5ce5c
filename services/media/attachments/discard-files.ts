import type { Media } from '../media.ts'
import { uploadId } from './prepare-uploads.ts'
import { lockWaiting, removeWaiting, type WaitingTraces } from './waiting-store.ts'

/** Deletes files that wait: blobs, keys, and last the rows that lead to both. Safe to repeat. */
export async function discardFiles(media: Media, files: readonly WaitingTraces[]): Promise<void> {
  if (files.length === 0) return
  await media.pieces.remove(files)
  await media.keys.destroy({ ids: files.map((file) => file.key_id) })
  await removeWaiting(
    media.database,
    files.map(({ id }) => id),
  )
}

/** Deletes an account's own uploads by their names. Others' and unknown ones are passed over. */
export async function discardNamed(media: Media, by: string, names: readonly string[]): Promise<void> {
  const ids = names.flatMap((name) => uploadId(name) ?? [])
  const files = await media.database.transaction((tx) =>
    lockWaiting(tx, { ids, accountId: by, now: new Date(media.clock.now()) }),
  )
  await discardFiles(media, files)
}
