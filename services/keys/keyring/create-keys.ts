import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Transaction } from '@alles/platform/postgres'
import type { KeyKind } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { Keys } from '../keys.ts'
import { findWrappingKeys, lockBuckets, lockFiles, setWrappingKey } from '../wrapping/bucket-store.ts'
import { WrappingKeyUnreadable } from '../wrapping/faults.ts'
import { bucketOf, insertKeys, type KeyRow } from './key-store.ts'
import { wrapRow } from './key-wrapping.ts'

interface NewKey {
  readonly id: string
  readonly kind: KeyKind
}

/** Makes keys; one whose id exists stays as it is. */
export async function createKeys(
  keys: Keys,
  wanted: readonly { kind: KeyKind; id?: string | undefined }[],
): Promise<string[]> {
  const named = wanted.map((key) => ({ kind: key.kind, id: key.id ?? randomKeyId() }))
  if (named.length === 0) return []
  const buckets = rising(named.map((key) => bucketOf(key.id)))
  await ensureWrappingKeys(keys, buckets)
  const made = await keys.database.transaction((tx) => insert(keys, tx, named))
  for (const [id, key] of made) keys.keyring.keep(id, key)
  return named.map((key) => key.id)
}

/** Each bucket gets a wrapping key when its first key is made: first the file, then the row that names it. */
export async function ensureWrappingKeys(keys: Keys, buckets: readonly number[]): Promise<void> {
  const known = await findWrappingKeys(keys.database, buckets)
  const bare = buckets.filter((bucket) => !known.has(bucket))
  if (bare.length === 0) return
  await keys.database.transaction(async (tx) => {
    await lockFiles(tx, 'shared')
    await lockBuckets(tx, bare, 'alone')
    const meanwhile = await findWrappingKeys(tx, bare)
    for (const bucket of bare)
      if (!meanwhile.has(bucket)) await setWrappingKey(tx, bucket, (await keys.wrapping.create(bucket)).id)
  })
}

async function insert(
  keys: Keys,
  tx: Transaction<Schema>,
  wanted: readonly NewKey[],
): Promise<Map<string, KeyObject>> {
  const buckets = rising(wanted.map((key) => bucketOf(key.id)))
  await lockBuckets(tx, buckets, 'shared')
  const current = await findWrappingKeys(tx, buckets)
  const wrappers = new Map<number, { id: string; key: KeyObject }>()
  for (const [bucket, id] of current) {
    const key = await keys.wrapping.find(id)
    if (!key) throw new WrappingKeyUnreadable(id)
    wrappers.set(bucket, { id, key })
  }
  const opened = new Map<string, KeyObject>()
  const rows: KeyRow[] = wanted.map((key) => {
    const wrapper = wrappers.get(bucketOf(key.id))
    if (!wrapper) throw new Error(`bucket ${bucketOf(key.id)} has no wrapping key`)
    const bytes = randomBytes(32)
    const row = wrapRow({ ...key, bytes }, wrapper)
    opened.set(key.id, createSecretKey(bytes))
    bytes.fill(0)
    return row
  })
  const added = await insertKeys(tx, rows)
  for (const id of opened.keys()) if (!added.has(id)) opened.delete(id)
  return opened
}

/** Sorted, each once: locks are always taken in this order. */
function rising(buckets: readonly number[]): number[] {
  return [...new Set(buckets)].toSorted((a, b) => a - b)
}

function randomKeyId(): string {
  const id = BigInt.asUintN(63, randomBytes(8).readBigUInt64BE())
  return id === 0n ? '1' : id.toString()
}
