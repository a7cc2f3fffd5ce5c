import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'

const dataUri = /^data:image\/[a-z0-9.+-]{1,20};base64,([A-Za-z0-9+/]*={0,2})$/

/** The bytes of a picture, which Discord's clients write as a `data:` URI. Its type is told by the bytes alone. */
export function pictureBytes(file: Uint8Array | string, most: number): Uint8Array {
  if (typeof file !== 'string') return file.byteLength > most ? refuse(refusals.asset_too_large) : file
  // Judged by its length first: four letters are three bytes.
  if (file.length > Math.ceil(most / 3) * 4 + 100) refuse(refusals.asset_too_large)
  const text = dataUri.exec(file)?.[1] ?? refuse(refusals.not_a_picture)
  const bytes = Buffer.from(text, 'base64')
  return bytes.byteLength > most ? refuse(refusals.asset_too_large) : bytes
}
