import sharp from 'sharp'
import { addNoise, type Pixels } from './noise.ts'
import { shapeOf, sizesFor } from './sizes.ts'
import type { StillUse, Variant } from './works.ts'

/** Below this many pixels a little more is spent: small pictures are looked at closely, and noise must outlast them. */
const small = 20_000

/**
 * Encodes a working copy for one use, in each size it is shown in, as WebP and AVIF. Every encoding has noise of its own:
 * neither two uses nor two sizes are made of the same pixels.
 */
export async function makeVariants(bytes: Uint8Array, use: StillUse): Promise<Variant[]> {
  const { width, height } = await sharp(bytes).metadata()
  const variants: Variant[] = []
  for (const size of sizesFor(use, { width, height })) {
    const shape = shapeOf(use, size)
    const { data, info } = await sharp(bytes)
      .resize({ ...shape, fit: 'cover', position: 'centre' })
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { channels } = info
    const fine = shape.width * shape.height < small
    const webp = noisy({ data, ...shape, channels }).webp({ quality: fine ? 90 : 82 })
    variants.push({ format: 'webp', size, bytes: await webp.toBuffer() })
    const avif = noisy({ data, ...shape, channels }).avif({ quality: fine ? 72 : 60, effort: 2 })
    variants.push({ format: 'avif', size, bytes: await avif.toBuffer() })
  }
  return variants
}

function noisy({ data, ...rest }: Pixels & { channels: 1 | 2 | 3 | 4 }) {
  const pixels = { data: Buffer.from(data), ...rest }
  addNoise(pixels)
  const { width, height, channels } = rest
  return sharp(pixels.data, { raw: { width, height, channels } })
}
