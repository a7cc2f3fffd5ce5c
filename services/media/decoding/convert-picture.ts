import sharp from 'sharp'
import type { OtherFormat } from './works.ts'

/** Writes one of our own encodings in a format that is not stored. JPEG has no transparency: white is behind it. */
export async function convertPicture(bytes: Uint8Array, format: OtherFormat): Promise<Uint8Array> {
  const picture = sharp(bytes)
  if (format === 'png') return picture.png().toBuffer()
  if (format === 'gif') return picture.gif().toBuffer()
  return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 88 }).toBuffer()
}
