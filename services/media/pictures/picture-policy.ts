import type { BlobPlace } from '../blobs/sealed-blobs.ts'
import type { StoredFormat } from '../decoding/works.ts'

/** A picture in one format and width. */
export interface VariantName {
  readonly format: StoredFormat
  readonly size: number
}

export const storedFormats: readonly StoredFormat[] = ['webp', 'avif']

/** Where one encoding of a picture lies. */
export function variantPlace(hash: string, { format, size }: VariantName): BlobPlace {
  return { table: 'pictures', row: hash, part: `${format}-${size}` }
}

/** Every blob of a picture. */
export function placesOf({
  hash,
  sizes,
}: {
  readonly hash: string
  readonly sizes: readonly number[]
}): BlobPlace[] {
  return sizes.flatMap((size) => storedFormats.map((format) => variantPlace(hash, { format, size })))
}
