import type { KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { WrappingFiles } from './wrapping-files.ts'

/** Opened wrapping keys, few and small: one per bucket. */
export interface WrappingKeys {
  /** Null where its file is gone: the rows that named it name another by now. */
  find(id: string): Promise<KeyObject | null>
  create(bucket: number): Promise<{ id: string; key: KeyObject }>
  forget(bucket: number): void
  forgetAll(): void
}

export function createWrappingKeys(files: WrappingFiles): WrappingKeys {
  const opened = new LRUCache<string, KeyObject>({ max: 512 })
  return {
    async find(id) {
      const known = opened.get(id)
      if (known) return known
      const read = await files.read(id)
      if (read) opened.set(id, read)
      return read
    },
    async create(bucket) {
      const made = await files.create(bucket)
      opened.set(made.id, made.key)
      return made
    },
    forget(bucket) {
      const prefix = `${bucket.toString(16).padStart(3, '0')}-`
      for (const id of opened.keys()) if (id.startsWith(prefix)) opened.delete(id)
    },
    forgetAll: () => opened.clear(),
  }
}
