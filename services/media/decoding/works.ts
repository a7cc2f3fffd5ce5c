import type { GuildPictureUse, PictureUse } from '../contract/index.ts'

/** The most pixels a picture may have. */
export const mostPixels = 25_000_000

/** The most of one that is shown as it came, and that we need not decode. */
export const mostShownPixels = 64_000_000

/** Why a picture is not taken. */
export type Unreadable = 'not_a_picture' | 'broken_picture' | 'too_many_pixels' | 'asset_too_large'

export type StoredFormat = 'webp' | 'avif'
/** Made of a stored one when it is asked for. */
export type OtherFormat = 'png' | 'jpeg' | 'gif'
/** AVIF of what is stored as WebP alone. */
export type ConvertedFormat = OtherFormat | 'avif'

/** One encoding of a picture. `size`: its width in pixels. */
export interface Variant {
  readonly format: StoredFormat
  readonly size: number
  readonly bytes: Uint8Array
}

/** What was seen in a file, as PNG and no larger than any use needs. */
export interface WorkingCopy {
  readonly bytes: Uint8Array
  /** What the picture measured, the right way up. */
  readonly width: number
  readonly height: number
}

/** What is cut to a shape, as a still. */
export type StillUse = PictureUse | Exclude<GuildPictureUse, 'emoji' | 'sticker'>

/** One encoding of an emoji or a sticker. */
export interface TokenVariant {
  readonly format: 'webp' | 'png'
  readonly size: number
  readonly bytes: Uint8Array
}

export interface Token {
  readonly animated: boolean
  readonly variants: readonly TokenVariant[]
}

/** As WebP. */
export interface PreviewPicture {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** A file that is shown as it came, without what is not seen. */
export interface CleanPicture {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
  readonly mediaType: string
}

/** What the decoding process does, by name: what it is given, and what it gives. */
export interface Works {
  readonly read: { readonly given: { readonly bytes: Uint8Array }; readonly result: WorkingCopy }
  readonly clean: { readonly given: { readonly bytes: Uint8Array }; readonly result: CleanPicture }
  readonly make: {
    readonly given: { readonly bytes: Uint8Array; readonly use: StillUse }
    readonly result: readonly Variant[]
  }
  readonly preview: {
    readonly given: { readonly bytes: Uint8Array }
    readonly result: PreviewPicture
  }
  readonly draw: {
    readonly given: { readonly bytes: Uint8Array; readonly side: number }
    readonly result: Token
  }
  readonly convert: {
    readonly given: { readonly bytes: Uint8Array; readonly format: ConvertedFormat }
    readonly result: Uint8Array
  }
}

export type WorkName = keyof Works

/** What the process is sent; it does one thing at a time. */
export type Order = { readonly [Name in WorkName]: { readonly work: Name } & Works[Name]['given'] }[WorkName]

/** What it says: that it can begin, and how each order ended. `failed`: it could not; it says no more, for the text may quote the file. */
export type Word =
  | { readonly ready: true }
  | { readonly result: Works[WorkName]['result'] }
  | { readonly unreadable: Unreadable }
  | { readonly failed: true }
