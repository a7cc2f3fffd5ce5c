import sharp from 'sharp'
import { measure, UnreadablePicture } from './read-picture.ts'
import { mostPixels, type PreviewPicture } from './works.ts'

/** Enough for what stands beside a message. */
const side = 1024

/** A picture from elsewhere as it is shown beside a link: a still, drawn anew, no larger than needed. */
export async function drawPreview(bytes: Uint8Array): Promise<PreviewPicture> {
  await measure(bytes, mostPixels)
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height }
  } catch {
    throw new UnreadablePicture('broken_picture')
  }
}
