import { randomBytes } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Keys } from '../keys.ts'
import { sampleKeys, type KeyRow } from '../keyring/key-store.ts'
import { unwrapRow } from '../keyring/key-wrapping.ts'
import { listWrappingKeys } from '../wrapping/bucket-store.ts'
import { fileName } from '../wrapping/wrapping-files.ts'

const sampleSize = 200

/** Looks for faults without changing anything; each is a sentence that says what to do. */
export async function examine(keys: Keys): Promise<string[]> {
  const faults = [...(await permissionFaults(keys)), ...(await missingFiles(keys))]
  if (!(await keys.instance.exists()))
    faults.push('The data directory misses keys/instance.key; restore it from backup.')
  return [...faults, ...(await unreadableKeys(keys))]
}

async function permissionFaults(keys: Keys): Promise<string[]> {
  const faults: string[] = []
  for (const folder of [keys.directory, keys.files.folder]) {
    if (((await stat(folder)).mode & 0o077) !== 0)
      faults.push(`The folder ${folder} is open to others; run chmod 700 on it.`)
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isFile() && ((await stat(path)).mode & 0o177) !== 0)
        faults.push(`The file ${path} is open to others; run chmod 600 on it.`)
    }
  }
  return faults
}

async function missingFiles(keys: Keys): Promise<string[]> {
  const names = new Set(await keys.files.listNames())
  const wanted = await listWrappingKeys(keys.database)
  return wanted
    .filter((id) => !names.has(fileName(id)))
    .map((id) => `The file keys/wrapping/${fileName(id)} is missing; restore the directory keys from backup.`)
}

async function unreadableKeys(keys: Keys): Promise<string[]> {
  const from = BigInt.asUintN(63, randomBytes(8).readBigUInt64BE()).toString()
  const rows = await sampleKeys(keys.database, from, sampleSize)
  let unreadable = 0
  for (const row of rows) if (!(await isReadable(keys, row))) unreadable += 1
  if (unreadable === 0) return []
  return [
    `${unreadable} of ${rows.length} keys looked at cannot be unwrapped; restore the directory keys and the database keys from the same backup.`,
  ]
}

async function isReadable(keys: Keys, row: KeyRow): Promise<boolean> {
  try {
    const by = await keys.files.read(row.wrapping_key)
    if (by === null) return (await keys.keyring.load([row.id])).has(row.id)
    unwrapRow(row, by)
    return true
  } catch {
    return false
  }
}
