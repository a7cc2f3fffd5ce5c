import { createSecretKey, hash, randomBytes, type KeyObject } from 'node:crypto'
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { overwriteFile, readIfThere, replaceFile, shredFile, syncDirectory } from './durable-files.ts'
import { InstanceKeyMissing, KeyDirectoryFault } from './faults.ts'

export interface InstanceKey {
  /** Told by the key itself, so that a wrapping-key file can say which one opens it. */
  readonly id: string
  readonly key: KeyObject
}

/**
 * The key at the top. While it is being replaced there are two files: `instance.next.key` holds the coming one from
 * before the first wrapping key is wrapped with it until it takes the place of `instance.key`.
 */
export interface InstanceKeyFiles {
  /** The key new wrapping keys are wrapped with, read from the disk. */
  current(): Promise<InstanceKey>
  /** By id: from memory, else from either file; null where neither is it. */
  find(id: string): Promise<InstanceKey | null>
  exists(): Promise<boolean>
  create(): Promise<void>
  /** The coming key; made when there is none yet. */
  prepareNext(): Promise<InstanceKey>
  hasNext(): Promise<boolean>
  /** The coming key takes the place; the old one is overwritten. All wrapping keys must be wrapped with it already. */
  promoteNext(): Promise<void>
}

export function createInstanceKeyFiles(directory: string): InstanceKeyFiles {
  const path = join(directory, 'instance.key')
  const nextPath = join(directory, 'instance.next.key')
  const known = new Map<string, InstanceKey>()

  async function read(from: string): Promise<InstanceKey | null> {
    const bytes = await readIfThere(from)
    if (bytes === null) return null
    if (bytes.length !== 32)
      throw new KeyDirectoryFault(`The file ${from} is damaged; restore it from backup.`)
    const id = hash('sha256', Buffer.concat([Buffer.from('id of an instance key:'), bytes])).slice(0, 16)
    const made = known.get(id) ?? { id, key: createSecretKey(bytes) }
    bytes.fill(0)
    return made
  }

  async function refresh(): Promise<InstanceKey[]> {
    // The coming key first: a crash may have left the other one overwritten already.
    const found = [await read(nextPath), await read(path)].filter((key) => key !== null)
    known.clear()
    for (const key of found) known.set(key.id, key)
    return found
  }

  return {
    async current() {
      const [first] = await refresh()
      if (!first) throw new InstanceKeyMissing()
      return first
    },
    async find(id) {
      if (!known.has(id)) await refresh()
      return known.get(id) ?? null
    },
    async exists() {
      return (await refresh()).length > 0
    },
    create: () => replaceFile(path, randomBytes(32)),
    async prepareNext() {
      if ((await read(nextPath)) === null) await replaceFile(nextPath, randomBytes(32))
      await refresh()
      const next = await read(nextPath)
      if (next === null) throw new InstanceKeyMissing()
      return next
    },
    async hasNext() {
      return (await readIfThere(nextPath)) !== null
    },
    async promoteNext() {
      for (const name of await readdir(directory))
        if (name.endsWith('.new')) await shredFile(join(directory, name))
      await overwriteFile(path)
      await rename(nextPath, path)
      await syncDirectory(directory)
      await refresh()
    },
  }
}
