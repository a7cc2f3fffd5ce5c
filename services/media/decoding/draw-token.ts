import sharp from 'sharp'
import { cleanPng, isAnimatedPng } from './clean-png.ts'
import { measure, UnreadablePicture } from './read-picture.ts'
import { mostPixels, type Token, type TokenVariant } from './works.ts'

const nothing = { r: 0, g: 0, b: 0, alpha: 0 }

/**
 * Emoji and stickers: a file of unknown origin drawn into squares of `side` and half of it, on nothing, with all its
 * frames. A PNG that moves keeps its frames as they are beside a still: no library here draws them. Throws
 * `UnreadablePicture`.
 */
export async function drawToken(bytes: Uint8Array, side: number): Promise<Token> {
  const { format, width, height, frames } = await measure(bytes, mostPixels)
  if (width * height * frames > mostPixels) throw new UnreadablePicture('too_many_pixels')
  const film = format === 'png' ? filmOf(Buffer.from(bytes), { width, height, side }) : null
  const variants: TokenVariant[] = film ? [{ format: 'png', size: side, bytes: film }] : []
  try {
    for (const size of [side / 2, side])
      variants.push({ format: 'webp', size, bytes: await drawn(bytes, size, frames > 1) })
  } catch {
    throw new UnreadablePicture('broken_picture')
  }
  return { animated: frames > 1 || film !== null, variants }
}

function drawn(bytes: Uint8Array, size: number, animated: boolean): Promise<Buffer> {
  const input = sharp(bytes, { animated, limitInputPixels: mostPixels, failOn: 'error' })
  const upright = animated ? input : input.autoOrient()
  return upright
    .resize({ width: size, height: size, fit: 'contain', background: nothing })
    .toColourspace('srgb')
    .webp({ quality: 88, effort: 3 })
    .toBuffer()
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly side: number
}

/** What is left of a PNG that moves; null where it does not. It cannot be made smaller. */
function filmOf(bytes: Buffer, { width, height, side }: Frame): Buffer | null {
  if (!isAnimatedPng(bytes)) return null
  if (width > side || height > side) throw new UnreadablePicture('asset_too_large')
  const film = cleanPng(bytes)
  if (!film) throw new UnreadablePicture('broken_picture')
  return film
}
