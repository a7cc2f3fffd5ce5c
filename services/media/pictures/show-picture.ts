import { refuse } from '@alles/platform/contract'
import type { PublicFile } from '@alles/platform/http'
import { refusals, type PictureUse } from '../contract/index.ts'
import { sizeFor } from '../decoding/sizes.ts'
import type { OtherFormat, StoredFormat } from '../decoding/works.ts'
import type { Media } from '../media.ts'
import { variantPlace } from './picture-policy.ts'
import { findPicture, type PictureRow } from './picture-store.ts'

/** Names are never given a second time, so what is answered under one may be kept for ever. */
export const yearSeconds = 31_536_000

const formats: Readonly<Record<string, StoredFormat | OtherFormat>> = {
  webp: 'webp',
  avif: 'avif',
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  gif: 'gif',
}

/** What the ending of a name asks for. */
export function formatOf(file: string): StoredFormat | OtherFormat | null {
  return formats[file.split('.')[1] ?? ''] ?? null
}

export interface Shown {
  readonly use: PictureUse
  /** The account or application whose picture it is said to be. */
  readonly id: string
  /** `HASH.webp` and the like. */
  readonly file: string
  readonly size: number | undefined
}

/** A picture in the format and about the width that was asked for, never larger than it is. Refuses where there is none. */
export async function showPicture(media: Media, { use, id, file, size }: Shown): Promise<PublicFile> {
  const hash = file.split('.', 1)[0] ?? ''
  const format = formatOf(file)
  const picture = await media.cache.row(hash, () => findPicture(media.database, hash))
  if (!format || !picture || picture.owner_id !== id || picture.use !== use)
    return refuse(refusals.unknown_picture)
  const width = sizeFor(picture.sizes, size)
  const bytes =
    format === 'webp' || format === 'avif'
      ? await stored(media, picture, { format, size: width })
      : await converted(media, picture, { format, size: width })
  if (!bytes) return refuse(refusals.unknown_picture)
  return {
    mediaType: `image/${format}`,
    bytes,
    tag: `${hash}-${format}-${width}`,
    maxAgeSeconds: yearSeconds,
  }
}

interface Sized<Format> {
  readonly format: Format
  readonly size: number
}

function stored(media: Media, picture: PictureRow, variant: Sized<StoredFormat>): Promise<Uint8Array | null> {
  return media.cache.bytes(picture, `${variant.format}-${variant.size}`, () =>
    media.blobs.read(variantPlace(picture.hash, variant)),
  )
}

/** Made of the WebP when it is asked for: libraries want PNG, and few ask twice. */
function converted(
  media: Media,
  picture: PictureRow,
  { format, size }: Sized<OtherFormat>,
): Promise<Uint8Array | null> {
  return media.cache.bytes(picture, `${format}-${size}`, async () => {
    const bytes = await stored(media, picture, { format: 'webp', size })
    return bytes && media.decoder.run('convert', { bytes, format })
  })
}
