import { refuse } from '@alles/platform/contract'
import { pieceBytes, type PiecedFile } from '../blobs/pieces.ts'
import { refusals } from '../contract/index.ts'
import type { Media } from '../media.ts'
import { updateReceived } from './waiting-store.ts'

interface Taking extends PiecedFile {
  readonly id: string
  /** Where these bytes belong: at the beginning of a piece. */
  readonly from: number
  /** The most the whole file may have. */
  readonly most: number
  /** Whether nothing comes after so many bytes. */
  readonly isLast: (received: number) => boolean
}

/**
 * Writes a file's bytes, piece by piece as they arrive, and answers how far it is now. A last piece that is not whole is
 * written when the bytes end, and counts only where nothing comes after it.
 */
export async function takeBytes(
  media: Media,
  file: Taking,
  bytes: AsyncIterable<Uint8Array>,
): Promise<number> {
  let received = file.from
  const write = async (piece: Uint8Array) => {
    await media.pieces.write(file, received / pieceBytes, piece)
    received += piece.byteLength
    if (await updateReceived(media.database, file.id, received)) return
    // It was deleted meanwhile, and this piece came too late to go with it.
    await media.pieces.remove([{ blob: file.blob, size: received }])
    refuse(refusals.upload_gone)
  }
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    if (received + length + chunk.byteLength > file.most) refuse(refusals.file_too_large)
    waiting.push(chunk)
    length += chunk.byteLength
    if (length < pieceBytes) continue
    const whole = Buffer.concat(waiting)
    let at = 0
    for (; at + pieceBytes <= whole.byteLength; at += pieceBytes)
      await write(whole.subarray(at, at + pieceBytes))
    waiting = [whole.subarray(at)]
    length = whole.byteLength - at
  }
  if (length > 0 && file.isLast(received + length)) await write(Buffer.concat(waiting))
  return received
}
