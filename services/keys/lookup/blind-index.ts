import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Keys } from '../keys.ts'
import { ensureWrappingKeys } from '../keyring/create-keys.ts'
import { bucketCount } from '../keyring/key-store.ts'
import { unwrapKey, wrapKey } from '../sealing/wrap.ts'
import { findWrappingKeys, lockBuckets } from '../wrapping/bucket-store.ts'
import { WrappingKeyUnreadable } from '../wrapping/faults.ts'
import { findPurposeKey, insertPurposeKey, type PurposeKeyRow } from './purpose-key-store.ts'

/** Purpose keys share a bucket of their own; nothing in it is ever destroyed. */
const purposeBucket = bucketCount

/** Keyed hashes under purpose keys, which are few, made when first used and kept in memory. */
export interface BlindIndex {
  (purpose: string, values: readonly string[]): Promise<Uint8Array[]>
}

export function createBlindIndex(keys: Keys): BlindIndex {
  const known = new Map<string, KeyObject>()
  return async (purpose, values) => {
    const key = known.get(purpose) ?? (await getPurposeKey(keys, purpose))
    known.set(purpose, key)
    return values.map((value) => createHmac('sha256', key).update(value, 'utf8').digest())
  }
}

async function getPurposeKey(keys: Keys, purpose: string): Promise<KeyObject> {
  const row = (await findPurposeKey(keys.database, purpose)) ?? (await createPurposeKey(keys, purpose))
  const by = await getWrappingKey(keys, row.wrapping_key)
  const bytes = unwrapKey({ key: by, names: namesOf(row) }, row.wrapped)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

async function createPurposeKey(keys: Keys, purpose: string): Promise<PurposeKeyRow> {
  await ensureWrappingKeys(keys, [purposeBucket])
  return keys.database.transaction(async (tx) => {
    await lockBuckets(tx, [purposeBucket], 'shared')
    const id = (await findWrappingKeys(tx, [purposeBucket])).get(purposeBucket) ?? ''
    const names = namesOf({ purpose, wrapping_key: id })
    const wrapped = wrapKey({ key: await getWrappingKey(keys, id), names }, randomBytes(32))
    await insertPurposeKey(tx, { purpose, wrapping_key: id, wrapped })
    const row = await findPurposeKey(tx, purpose)
    if (!row) throw new Error(`the key of purpose ${purpose} could not be kept`)
    return row
  })
}

async function getWrappingKey(keys: Keys, id: string): Promise<KeyObject> {
  const key = await keys.wrapping.find(id)
  if (!key) throw new WrappingKeyUnreadable(id)
  return key
}

function namesOf(row: { purpose: string; wrapping_key: string }): string[] {
  return ['purpose key', row.purpose, row.wrapping_key]
}
