import sharp from 'sharp'
import { cleanGif } from './clean-gif.ts'
import { cleanJpeg } from './clean-jpeg.ts'
import { cleanPng } from './clean-png.ts'
import { cleanWebp } from './clean-webp.ts'
import { measure, UnreadablePicture } from './read-picture.ts'
import { mostPixels, mostShownPixels, type CleanPicture } from './works.ts'

/**
 * A picture as it is, without anything but what is seen: no EXIF, place, comment, thumbnail, or what stands behind its
 * end. No pixel is touched where the format allows that. Throws `UnreadablePicture` for what is not whole.
 */
export async function cleanFile(bytes: Uint8Array): Promise<CleanPicture> {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { format, width, height } = await measure(input, mostShownPixels)
  if (format === 'heif') return written(input, width * height)
  const clean = cleaners[format](input)
  if (!clean) throw new UnreadablePicture('broken_picture')
  return { bytes: clean, width, height, mediaType: `image/${format}` }
}

const cleaners = { jpeg: cleanJpeg, png: cleanPng, gif: cleanGif, webp: cleanWebp } as const

/** Its metadata lies between its pixels: it is encoded again, as a still. */
async function written(input: Buffer, pixels: number): Promise<CleanPicture> {
  if (pixels > mostPixels) throw new UnreadablePicture('too_many_pixels')
  try {
    const { data, info } = await sharp(input, { limitInputPixels: mostPixels, failOn: 'error' })
      .autoOrient()
      .avif({ quality: 75, effort: 2 })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height, mediaType: 'image/avif' }
  } catch {
    throw new UnreadablePicture('broken_picture')
  }
}
