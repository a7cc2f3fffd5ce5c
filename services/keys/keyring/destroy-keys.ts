import type { Transaction } from '@alles/platform/postgres'
import { keysDestroyed, keysTopic } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { Keys } from '../keys.ts'
import { findWrappingKeys, lockBuckets, lockFiles, setWrappingKey } from '../wrapping/bucket-store.ts'
import { WrappingKeyUnreadable } from '../wrapping/faults.ts'
import { sweep } from '../wrapping/sweep.ts'
import { bucketOf, listBucket, removeKeys, updateWrapped } from './key-store.ts'
import { rewrapRow } from './key-wrapping.ts'

const page = 2_000

/**
 * Destroys keys. PostgreSQL keeps deleted rows in its files and its log, so the wrapping key that opens them goes too:
 * what stays in the bucket is wrapped anew, and the old wrapping key's file is overwritten and removed. Interrupted
 * anywhere, either nothing has changed or the next sweep, and the next start makes one, removes what is left.
 */
export async function destroyKeys(keys: Keys, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const perBucket = Map.groupBy(new Set(ids), bucketOf)
  let destroyed = 0
  for (const [bucket, some] of [...perBucket].toSorted(([a], [b]) => a - b))
    destroyed += await keys.database.transaction((tx) => destroyInBucket(keys, tx, { bucket, ids: some }))
  keys.keyring.evict(ids)
  keys.bus.publish(keysTopic, keysDestroyed, { ids: [...ids] })
  await keys.database.transaction((tx) => sweep(tx, keys.files))
  return destroyed
}

async function destroyInBucket(
  keys: Keys,
  tx: Transaction<Schema>,
  target: { bucket: number; ids: readonly string[] },
): Promise<number> {
  await lockFiles(tx, 'shared')
  await lockBuckets(tx, [target.bucket], 'alone')
  const removed = await removeKeys(tx, target.ids)
  if (removed.length === 0) return 0
  await rewrapBucket(keys, tx, target.bucket)
  return removed.length
}

async function rewrapBucket(keys: Keys, tx: Transaction<Schema>, bucket: number): Promise<void> {
  const oldId = (await findWrappingKeys(tx, [bucket])).get(bucket) ?? ''
  const old = await keys.wrapping.find(oldId)
  if (!old) throw new WrappingKeyUnreadable(oldId)
  const fresh = await keys.wrapping.create(bucket)
  let after = '0'
  for (;;) {
    const rows = await listBucket(tx, bucket, { after, limit: page })
    const last = rows.at(-1)
    if (!last) break
    await updateWrapped(
      tx,
      rows.map((row) => rewrapRow(row, old, fresh)),
    )
    after = last.id
  }
  await setWrappingKey(tx, bucket, fresh.id)
}
