import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { keyIdAt, sealedWith, type Place } from '../contract/index.ts'
import { createNonces, nonceBytes } from './nonces.ts'

/*
 * A sealed value: version 1 (1 byte), key id (8), nonce (12), ciphertext, tag (16). AES-256-GCM. The associated data
 * is the table, column and row where the value stands and the key id, each with its length before it, so that a value
 * opens nowhere but where it was sealed.
 */
const version = 1
const nonceAt = 9
const textAt = nonceAt + nonceBytes
const tagBytes = 16
/** Bytes a sealed value has beyond its plain one. */
export const overhead = textAt + tagBytes

/** A value that no key here sealed, or that was changed or moved since. */
export class SealedValueBroken extends Error {
  override name = 'SealedValueBroken'

  constructor(place: Place) {
    super(`the sealed value in ${place.table}.${place.column} was changed, moved or not made here`)
  }
}

/** Seals and opens one value with a key at hand; synchronous, some microseconds each. */
export interface ValueCipher {
  seal(by: { id: string; key: KeyObject }, place: Place, plain: Uint8Array): Buffer
  /** Throws `SealedValueBroken`. */
  open(key: KeyObject, place: Place, sealed: Uint8Array): Buffer
}

/** Which key a value is sealed with. Throws `SealedValueBroken` when it has not the form of a sealed value. */
export function keyIdOf(place: Place, sealed: Uint8Array): string {
  if (sealed.length < overhead || sealed[0] !== version) throw new SealedValueBroken(place)
  return sealedWith(sealed)
}

export function createValueCipher(): ValueCipher {
  const nonces = createNonces()
  const associated = createAssociatedData()
  return {
    seal(by, place, plain) {
      const sealed = Buffer.allocUnsafe(overhead + plain.length)
      sealed[0] = version
      sealed.writeBigUInt64BE(BigInt(by.id), keyIdAt)
      nonces(sealed, nonceAt)
      const cipher = createCipheriv('aes-256-gcm', by.key, sealed.subarray(nonceAt, textAt))
      cipher.setAAD(associated(place, sealed))
      sealed.set(cipher.update(plain), textAt)
      cipher.final()
      sealed.set(cipher.getAuthTag(), textAt + plain.length)
      return sealed
    },
    open(key, place, given) {
      const sealed = asBuffer(given)
      const tagAt = sealed.length - tagBytes
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, textAt))
      decipher.setAAD(associated(place, sealed))
      decipher.setAuthTag(sealed.subarray(tagAt))
      const plain = decipher.update(sealed.subarray(textAt, tagAt))
      try {
        decipher.final()
      } catch {
        plain.fill(0)
        throw new SealedValueBroken(place)
      }
      return plain
    },
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Writes into one buffer that is used again: the cipher copies it at once. */
function createAssociatedData(): (place: Place, sealed: Buffer) => Buffer {
  let room = Buffer.allocUnsafeSlow(512)
  return (place, sealed) => {
    const most = 3 * (place.table.length + place.column.length + place.row.length) + 24
    if (most > room.length) room = Buffer.allocUnsafeSlow(most)
    let at = put(room, 0, place.table)
    at = put(room, at, place.column)
    at = put(room, at, place.row)
    room.writeUInt32BE(8, at)
    sealed.copy(room, at + 4, keyIdAt, nonceAt)
    return room.subarray(0, at + 12)
  }
}

function put(room: Buffer, at: number, text: string): number {
  const length = room.write(text, at + 4)
  room.writeUInt32BE(length, at)
  return at + 4 + length
}
