import sharp from 'sharp'
import type { ConvertedFormat } from './works.ts'

/** Writes one of our own encodings in a format that is not stored. JPEG has no transparency: white is behind it. */
export async function convertPicture(bytes: Uint8Array, format: ConvertedFormat): Promise<Uint8Array> {
  if (format === 'gif') return sharp(bytes, { animated: true }).gif().toBuffer()
  const picture = sharp(bytes)
  if (format === 'avif') return picture.avif({ quality: 70, effort: 2 }).toBuffer()
  if (format === 'png') return picture.png().toBuffer()
  return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 88 }).toBuffer()
}
