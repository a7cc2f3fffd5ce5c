import type { PictureUse } from '../contract/index.ts'

/** The most pixels a picture may have. */
export const mostPixels = 25_000_000

/** Why a picture is not taken. */
export type Unreadable = 'not_a_picture' | 'broken_picture' | 'too_many_pixels'

export type StoredFormat = 'webp' | 'avif'
/** Made of a stored one when it is asked for. */
export type OtherFormat = 'png' | 'jpeg' | 'gif'

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

/** What the decoding process does, by name: what it is given, and what it gives. */
export interface Works {
  readonly read: { readonly given: { readonly bytes: Uint8Array }; readonly result: WorkingCopy }
  readonly make: {
    readonly given: { readonly bytes: Uint8Array; readonly use: PictureUse }
    readonly result: readonly Variant[]
  }
  readonly convert: {
    readonly given: { readonly bytes: Uint8Array; readonly format: OtherFormat }
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
