import sharp, { type Metadata } from 'sharp'
import { mostPixels, type Unreadable, type WorkingCopy } from './works.ts'

/** A picture that is not taken. */
export class UnreadablePicture extends Error {
  readonly reason: Unreadable

  constructor(reason: Unreadable) {
    super(reason)
    this.reason = reason
  }
}

/** Enough for the largest square and the widest stripe that is made of it. */
const mostSquare = 512
const mostStripe = 1200

/**
 * Reads a file of unknown origin once: the right way up, in sRGB, cut to what a square and a stripe of 3:1 can show, and
 * written anew as PNG. Nothing else of the file is left after this: no metadata, no profile, no thumbnail, no comment, no
 * further frames. Throws `UnreadablePicture`.
 */
export async function readPicture(bytes: Uint8Array): Promise<WorkingCopy> {
  const { width, height } = await measure(bytes, mostPixels)
  const target = targetOf(width, height)
  try {
    const seen = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
      .autoOrient()
      .resize({ ...target, fit: 'cover', position: 'centre' })
      .toColourspace('srgb')
    const flat = sharp(await seen.png({ compressionLevel: 2 }).toBuffer())
    const opaque = (await flat.stats()).isOpaque
    const copy = opaque ? flat.removeAlpha() : flat
    return { width, height, bytes: await copy.png({ compressionLevel: 4 }).toBuffer() }
  } catch {
    throw new UnreadablePicture('broken_picture')
  }
}

/** The size before anything is decoded: the library's own limit would refuse to tell it. */
export async function measure(bytes: Uint8Array, most: number): Promise<Measured> {
  const metadata = await sharp(bytes, { limitInputPixels: false, failOn: 'error' })
    .metadata()
    .catch(() => {
      throw new UnreadablePicture('broken_picture')
    })
  const format = formatOf(metadata)
  const { width, height } = metadata.autoOrient
  if (width * height > most) throw new UnreadablePicture('too_many_pixels')
  return { format, width, height, frames: metadata.pages ?? 1 }
}

/** What a picture is, and its size, the right way up. */
export interface Measured {
  readonly format: 'png' | 'jpeg' | 'webp' | 'gif' | 'heif'
  readonly width: number
  readonly height: number
  readonly frames: number
}

/** HEIC and AVIF share a container; only AV1 is read. */
function formatOf({ format, compression }: Metadata): Measured['format'] {
  if (format === 'png' || format === 'jpeg' || format === 'webp' || format === 'gif') return format
  if (format === 'heif' && compression === 'av1') return format
  throw new UnreadablePicture('not_a_picture')
}

/** What remains of a picture that is wider than a stripe or higher than a square, no larger than needed. */
function targetOf(width: number, height: number): { width: number; height: number } {
  const across = Math.min(width, height * 3)
  const down = Math.min(height, across)
  const scale = Math.min(1, Math.max(mostSquare / down, mostStripe / across))
  return { width: Math.max(1, Math.round(across * scale)), height: Math.max(1, Math.round(down * scale)) }
}
