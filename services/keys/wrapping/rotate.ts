import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { Keys } from '../keys.ts'
import { stillHolding } from './bucket-store.ts'
import { idOfFile } from './wrapping-files.ts'
import { sweep } from './sweep.ts'

/**
 * A new instance key while everything runs. First the new one is on the disk, then every wrapping key is wrapped with
 * it, then it takes the old one's place: at every step each file is readable with one of the two. Answers how many
 * wrapping keys there are.
 */
export async function rotate(keys: Keys): Promise<number> {
  return keys.database.transaction(async (tx) => {
    await sweep(tx, keys.files)
    await finishRotation(keys, tx)
    await keys.instance.prepareNext()
    return finishRotation(keys, tx)
  })
}

/** Goes on with a rotation from wherever it stopped. The caller holds `files` alone. */
export async function finishRotation(keys: Keys, tx: Transaction<Schema>): Promise<number> {
  if (!(await keys.instance.hasNext())) return 0
  const next = await keys.instance.prepareNext()
  let count = 0
  for (const name of await keys.files.listNames()) {
    const id = idOfFile(name)
    await stillHolding(tx)
    if (id !== null && (await keys.files.rewrap(id, next))) count += 1
  }
  await stillHolding(tx)
  await keys.instance.promoteNext()
  return count
}
