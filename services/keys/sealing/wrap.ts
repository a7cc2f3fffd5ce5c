import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { createNonces, nonceBytes } from './nonces.ts'

const version = 1
const tagBytes = 16
const nonces = () => createNonces(1)

/** What a key is wrapped with: the wrapping key, and the words that say which key it is. */
export interface Wrapper {
  readonly key: KeyObject
  readonly names: readonly string[]
}

/** Seals a 32-byte key with another: version, nonce, ciphertext, tag; bound to `names`. */
export function wrapKey(by: Wrapper, plain: Uint8Array): Buffer {
  const wrapped = Buffer.alloc(1 + nonceBytes + plain.length + tagBytes)
  wrapped[0] = version
  nonces()(wrapped, 1)
  const cipher = createCipheriv('aes-256-gcm', by.key, wrapped.subarray(1, 1 + nonceBytes))
  cipher.setAAD(boundTo(by.names))
  cipher.update(plain).copy(wrapped, 1 + nonceBytes)
  cipher.final()
  cipher.getAuthTag().copy(wrapped, wrapped.length - tagBytes)
  return wrapped
}

/** Opens what `wrapKey` made. Throws when the wrapping key, the names or a byte differ. */
export function unwrapKey(by: Wrapper, wrapped: Buffer): Buffer {
  if (wrapped.length <= 1 + nonceBytes + tagBytes || wrapped[0] !== version)
    throw new Error('this is not a wrapped key')
  const decipher = createDecipheriv('aes-256-gcm', by.key, wrapped.subarray(1, 1 + nonceBytes))
  decipher.setAAD(boundTo(by.names))
  decipher.setAuthTag(wrapped.subarray(wrapped.length - tagBytes))
  const plain = decipher.update(wrapped.subarray(1 + nonceBytes, wrapped.length - tagBytes))
  decipher.final()
  return plain
}

function boundTo(names: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(names), 'utf8')
}
