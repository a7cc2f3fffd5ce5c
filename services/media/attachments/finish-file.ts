import { randomBytes } from 'node:crypto'
import { refuse } from '@alles/platform/contract'
import { countPieces, pieceBytes, type PiecedFile } from '../blobs/pieces.ts'
import { refusals } from '../contract/index.ts'
import type { Media } from '../media.ts'
import { kindOf } from './file-kinds.ts'
import { mostPictureBytes } from './file-limits.ts'
import { updateLooked, type Looked } from './waiting-store.ts'

interface Whole extends PiecedFile {
  readonly id: string
  readonly size: number
}

/**
 * Finds out what a file is that has arrived whole. Pictures are read by the decoding process, and written anew without
 * anything but what is seen; nothing else is touched. Refuses pictures that cannot be read: what looks like one and is
 * none would be shown as one.
 */
export async function finishFile(media: Media, file: Whole): Promise<void> {
  const head = await readPiece(media, file, 0)
  const kind = kindOf(head)
  const looked = kind.picture
    ? await cleanPicture(media, file)
    : { ...asItIs(file), media_type: kind.mediaType }
  if (await updateLooked(media.database, file.id, looked)) {
    if (looked.blob !== file.blob) await media.pieces.remove([file])
    return
  }
  if (looked.blob !== file.blob) await media.pieces.remove([looked])
  refuse(refusals.upload_gone)
}

function asItIs({ blob, size }: Whole): Looked {
  return { blob, size, media_type: null, width: null, height: null }
}

async function cleanPicture(media: Media, file: Whole): Promise<Looked> {
  if (file.size > mostPictureBytes) refuse(refusals.file_too_large)
  const pieces: Uint8Array[] = []
  for (let index = 0; index < countPieces(file.size); index += 1)
    pieces.push(await readPiece(media, file, index))
  const clean = await media.decoder.run('clean', { bytes: Buffer.concat(pieces) })
  const { bytes, width, height, mediaType } = clean
  const blob = randomBytes(16).toString('hex')
  const size = bytes.byteLength
  try {
    for (let index = 0; index < countPieces(size); index += 1)
      await media.pieces.write(
        { blob, fileKey: file.fileKey },
        index,
        bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
      )
  } catch (error) {
    await media.pieces.remove([{ blob, size }])
    throw error
  }
  return { blob, size, media_type: mediaType, width, height }
}

async function readPiece({ pieces }: Media, file: PiecedFile, index: number): Promise<Uint8Array> {
  return (await pieces.read(file, index)) ?? refuse(refusals.upload_gone)
}
