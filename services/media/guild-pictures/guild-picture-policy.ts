import type { BlobPlace } from '../blobs/sealed-blobs.ts'
import type { StoredFormat } from '../decoding/works.ts'
import type { GuildPictureRow, MemberPictureRow } from './guild-picture-store.ts'

/** Squares, in pixels, into which what moves is drawn. */
export const tokenSides = { emoji: 128, sticker: 320 } as const

/** What is shown of a picture, whichever table it is in. */
export interface ShownPicture {
  readonly table: 'guild_pictures' | 'member_pictures'
  readonly hash: string
  readonly key_id: string
  readonly sizes: readonly number[]
}

export interface GuildVariant {
  readonly format: StoredFormat | 'png'
  readonly size: number
}

/** Where one encoding lies. */
export function guildVariantPlace({ table, hash }: ShownPicture, { format, size }: GuildVariant): BlobPlace {
  return { table, row: hash, part: `${format}-${size}` }
}

/** Every blob that a picture may have. */
export function guildPlacesOf(picture: ShownPicture): BlobPlace[] {
  const formats = ['webp', 'avif', 'png'] as const
  return picture.sizes.flatMap((size) =>
    formats.map((format) => guildVariantPlace(picture, { format, size })),
  )
}

export function ofGuild(row: GuildPictureRow): ShownPicture {
  return { ...row, table: 'guild_pictures' }
}

export function ofMember(row: MemberPictureRow): ShownPicture {
  return { ...row, table: 'member_pictures' }
}
