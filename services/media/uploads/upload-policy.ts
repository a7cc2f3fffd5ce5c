import type { BlobPlace } from '../blobs/sealed-blobs.ts'

/** How many uploads of an account may wait to be used. */
export const mostUnused = 10

export const keptForMs = 60 * 60_000

/** A used upload stays a little, so that a form whose other fields were refused can be sent again. */
export const keptAfterUseMs = 10 * 60_000

/** Where an upload's working copy lies. */
export function copyOf({ blob }: { readonly blob: string }): BlobPlace {
  return { table: 'uploads', row: blob, part: 'copy' }
}
