import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import type { Media } from '../media.ts'
import { announceFiles } from './announce-files.ts'
import { discardFiles } from './discard-files.ts'
import { finishFile } from './finish-file.ts'
import { openWaitingKey } from './open-file-key.ts'
import { uploadName } from './prepare-uploads.ts'
import { takeBytes } from './take-bytes.ts'
import { updateSize } from './waiting-store.ts'

interface Arriving {
  readonly by: string
  readonly filename: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Takes a file of unknown length as it arrives. Nothing is left where it is refused or breaks off. */
export async function receiveFile(media: Media, { by, filename, bytes }: Arriving): Promise<string> {
  const leave = media.fileArrivals.enter(by)
  try {
    // Room for the largest there may be, until its length is known.
    const [row] = await announceFiles(media, by, [media.limits.fileBytes])
    if (!row) throw new Error('a file was announced and has no row')
    try {
      const fileKey = (await openWaitingKey(media, row)) ?? refuse(refusals.upload_gone)
      const { id, blob } = row
      const taking = { id, blob, fileKey, from: 0, most: media.limits.fileBytes, isLast: () => true }
      const size = await takeBytes(media, taking, bytes)
      if (size === 0) refuse(refusals.empty_file)
      await updateSize(media.database, id, size)
      await finishFile(media, { id, blob, fileKey, size })
      return uploadName(id, filename)
    } catch (error) {
      await discardFiles(media, [row])
      throw error
    }
  } finally {
    leave()
  }
}
