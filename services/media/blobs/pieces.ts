import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { BlobStore } from './blob-store.ts'

/** How much of a file one blob holds: what is in memory of a file at a time. */
export const pieceBytes = 1024 * 1024

/** A file in pieces: the name of its blobs, and the key of this file alone. */
export interface PiecedFile {
  readonly blob: string
  readonly fileKey: Uint8Array
}

/** Files too large to be sealed in one go: each piece for itself, so that one can be read without those before it. */
export interface Pieces {
  write(file: PiecedFile, index: number, plain: Uint8Array): Promise<void>
  /** Null where there is none. Throws where it was changed, or is the piece of another file or place. */
  read(file: PiecedFile, index: number): Promise<Uint8Array | null>
  /** Every piece of files of these sizes. */
  remove(files: readonly { readonly blob: string; readonly size: number }[]): Promise<void>
}

export function createPieces(store: BlobStore): Pieces {
  return {
    write: ({ blob, fileKey }, index, plain) => {
      const name = pieceName(blob, index)
      return store.write(name, sealPiece(fileKey, name, plain))
    },
    async read({ blob, fileKey }, index) {
      const name = pieceName(blob, index)
      const sealed = await store.read(name)
      return sealed && openPiece(fileKey, name, sealed)
    },
    remove: (files) => store.remove(files.flatMap(pieceNames)),
  }
}

export function countPieces(size: number): number {
  return Math.ceil(size / pieceBytes)
}

/** The names of all blobs of a file. */
export function pieceNames({ blob, size }: { readonly blob: string; readonly size: number }): string[] {
  return Array.from({ length: countPieces(size) }, (_, index) => pieceName(blob, index))
}

function pieceName(blob: string, index: number): string {
  return `${blob}.piece-${index}`
}

const nonceBytes = 12
const tagBytes = 16

/** AES-256-GCM: nonce, ciphertext, tag; bound to file and place. A piece that is sent again gets another nonce. */
function sealPiece(key: Uint8Array, name: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function openPiece(key: Uint8Array, name: string, sealed: Uint8Array): Uint8Array {
  const end = sealed.byteLength - tagBytes
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  cipher.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(end))
  return Buffer.concat([cipher.update(sealed.subarray(nonceBytes, end)), cipher.final()])
}
