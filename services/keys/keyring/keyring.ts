import type { KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Database } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import { WrappingKeyUnreadable } from '../wrapping/faults.ts'
import type { WrappingKeys } from '../wrapping/wrapping-keys.ts'
import { bucketOf, findExisting, findKeys, type KeyRow } from './key-store.ts'
import { unwrapRow } from './key-wrapping.ts'

const perQuery = 5_000

/** The opened keys of this process, bounded in number. */
export interface Keyring {
  /** From memory alone. */
  find(id: string): KeyObject | undefined
  /** From the database, one query for all who ask at the same time; those that do not exist are absent. */
  load(ids: readonly string[]): Promise<ReadonlyMap<string, KeyObject>>
  keep(id: string, key: KeyObject): void
  /** Lets go of destroyed keys, also of those that are being loaded just now. */
  evict(ids: readonly string[]): void
  /** Lets go of all, also of those that are being loaded just now. */
  evictAll(): void
  /** Lets go of every key that the database has no more, in case an announcement was lost. */
  audit(): Promise<void>
}

interface Batch {
  readonly ids: Set<string>
  /** Whether what it finds is kept. */
  kept: boolean
  readonly done: Promise<ReadonlyMap<string, KeyObject>>
}

export function createKeyring(database: Database<Schema>, wrapping: WrappingKeys, limit = 50_000): Keyring {
  const opened = new LRUCache<string, KeyObject>({ max: limit })
  const loading = new Set<Batch>()
  let gathering: Batch | null = null

  /** Gathers while a load is out, so that a crowd asking at once makes two queries and not a thousand. */
  function gather(): Batch {
    const ids = new Set<string>()
    const before = [...loading].map((batch) => batch.done.catch(() => null))
    const batch: Batch = {
      ids,
      kept: true,
      done: Promise.all(before).then(async () => {
        if (gathering === batch) gathering = null
        const found = await loadKeys(database, wrapping, [...ids])
        for (const [id, key] of found)
          if (!ids.has(id)) found.delete(id)
          else if (batch.kept) opened.set(id, key)
        return found
      }),
    }
    loading.add(batch)
    const end = () => loading.delete(batch)
    batch.done.then(end, end)
    gathering = batch
    return batch
  }

  return {
    find: (id) => opened.get(id),
    async load(ids) {
      const batch = gathering ?? gather()
      for (const id of ids) batch.ids.add(id)
      return batch.done
    },
    keep: (id, key) => opened.set(id, key),
    evict(ids) {
      for (const id of ids) {
        opened.delete(id)
        wrapping.forget(bucketOf(id))
        for (const batch of loading) batch.ids.delete(id)
      }
    },
    evictAll() {
      opened.clear()
      wrapping.forgetAll()
      for (const batch of loading) batch.kept = false
    },
    async audit() {
      const ids = [...opened.keys()]
      for (let at = 0; at < ids.length; at += perQuery) {
        const some = ids.slice(at, at + perQuery)
        const existing = await findExisting(database, some)
        for (const id of some) if (!existing.has(id)) opened.delete(id)
      }
    },
  }
}

async function loadKeys(
  database: Database<Schema>,
  wrapping: WrappingKeys,
  ids: readonly string[],
): Promise<Map<string, KeyObject>> {
  const found = new Map<string, KeyObject>()
  for (let at = 0; at < ids.length; at += perQuery) {
    let missing = ids.slice(at, at + perQuery)
    // A wrapping key that is gone was replaced after the row was read: the row, read again, names the new one.
    for (let attempt = 0; missing.length > 0; attempt += 1) {
      const late = await unwrapInto(found, wrapping, await findKeys(database, missing))
      if (attempt === 5 && late[0]) throw new WrappingKeyUnreadable(late[0].wrapping_key)
      missing = late.map((row) => row.id)
    }
  }
  return found
}

/** Answers the rows whose wrapping key is gone. */
async function unwrapInto(
  found: Map<string, KeyObject>,
  wrapping: WrappingKeys,
  rows: readonly KeyRow[],
): Promise<KeyRow[]> {
  const late: KeyRow[] = []
  for (const row of rows) {
    const by = await wrapping.find(row.wrapping_key)
    if (by) found.set(row.id, unwrapRow(row, by))
    else late.push(row)
  }
  return late
}
