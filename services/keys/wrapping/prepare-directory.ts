import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { Keys } from '../keys.ts'
import { findDirectory, hasKeys, lockFiles, setDirectory } from './bucket-store.ts'
import { readIfThere, replaceFile } from './durable-files.ts'
import { InstanceKeyMissing, KeyDirectoryMismatch } from './faults.ts'
import { finishRotation } from './rotate.ts'
import { sweep } from './sweep.ts'

/**
 * Before anything else: makes the directory and, for an empty database, the instance key; finishes what a crash
 * interrupted. Throws `InstanceKeyMissing` or `KeyDirectoryMismatch` and changes nothing when the two do not go together.
 */
export async function prepareDirectory(keys: Keys): Promise<void> {
  await mkdir(keys.files.folder, { recursive: true, mode: 0o700 })
  await keys.database.transaction(async (tx) => {
    await lockFiles(tx, 'alone')
    const used = await hasKeys(tx)
    const made = await keys.instance.exists()
    if (used && !made) throw new InstanceKeyMissing()
    await pair(tx, keys, used)
    if (!made) await keys.instance.create()
  })
  await keys.database.transaction(async (tx) => {
    await lockFiles(tx, 'alone')
    await finishRotation(keys, tx)
    await sweep(tx, keys.files)
  })
}

/** A directory and a database belong together from their first key on; a sweep in a stranger's directory would ruin it. */
async function pair(tx: Transaction<Schema>, keys: Keys, used: boolean): Promise<void> {
  const path = join(keys.directory, 'directory.id')
  const here = (await readIfThere(path))?.toString('utf8') ?? null
  if (here !== null && here === (await findDirectory(tx))) return
  if (used || (await keys.files.listNames()).length > 0) throw new KeyDirectoryMismatch()
  const id = randomBytes(16).toString('hex')
  await replaceFile(path, Buffer.from(id))
  await setDirectory(tx, id)
}
