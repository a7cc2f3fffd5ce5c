import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import type { Keys } from '../keys.ts'
import { findAll } from '../sealing/seal-values.ts'

const indexKeyBytes = 32

/** Keyed hashes that only the owner of a key has, and that nothing makes again once the key is destroyed: null then. */
export async function keyedIndex(
  keys: Keys,
  asked: { readonly key: string; readonly purpose: string; readonly values: readonly string[] },
): Promise<Uint8Array[] | null> {
  const [key] = await findAll(keys, [asked.key])
  if (!key) return null
  const derived = hkdfSync('sha256', key, Buffer.alloc(0), `index ${asked.purpose}`, indexKeyBytes)
  const index = createSecretKey(Buffer.from(derived))
  return asked.values.map((value) => createHmac('sha256', index).update(value, 'utf8').digest())
}
