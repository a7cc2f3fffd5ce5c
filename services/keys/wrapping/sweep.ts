import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import { findNamedByKeys, listWrappingKeys, lockFiles, stillHolding } from './bucket-store.ts'
import { fileName, idOfFile, type WrappingFiles } from './wrapping-files.ts'

/**
 * Overwrites and removes every wrapping-key file that no row refers to: one a destruction has replaced, or one that a
 * crash left before a row named it. Holding `files` alone, nobody is between writing a file and naming it.
 * Leaves everything when a file that is referred to is missing: then something is wrong that only a person can judge.
 */
export async function sweep(tx: Transaction<Schema>, files: WrappingFiles): Promise<number> {
  await lockFiles(tx, 'alone')
  const names = await files.listNames()
  const wanted = await listWrappingKeys(tx)
  if (wanted.some((id) => !names.includes(fileName(id)))) return 0
  const idle = names.filter((name) => !wanted.includes(idOfFile(name) ?? ''))
  if (idle.length === 0) return 0
  const named = await findNamedByKeys(
    tx,
    idle.map(idOfFile).filter((id) => id !== null),
  )
  const leftover = idle.filter((name) => !named.has(idOfFile(name) ?? ''))
  for (const name of leftover) {
    await stillHolding(tx)
    await files.shred(name)
  }
  return leftover.length
}
