import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@alles/platform/contract'
import { unwrapKey, wrapKey } from '../sealing/wrap.ts'
import { readIfThere, replaceFile, shredFile, writeNewFile } from './durable-files.ts'
import { WrappingKeyUnreadable } from './faults.ts'
import type { InstanceKey, InstanceKeyFiles } from './instance-key.ts'

const suffix = '.key'
const Content = z.object({ version: z.literal(1), instanceKey: z.string(), wrapped: z.base64() })

/** The files of wrapping keys, each wrapped with the instance key it names. A file's content never changes its key. */
export interface WrappingFiles {
  readonly folder: string
  /** Makes a wrapping key for a bucket; it is on the disk when this resolves. Its name tells bucket and nothing else. */
  create(bucket: number): Promise<{ id: string; key: KeyObject }>
  /** Null where there is no such file (any more). */
  read(id: string): Promise<KeyObject | null>
  /** Names of all files in the folder, leftovers of a crash included. */
  listNames(): Promise<string[]>
  /** Wraps the same wrapping key with another instance key; false when there is no such file. */
  rewrap(id: string, by: InstanceKey): Promise<boolean>
  shred(name: string): Promise<void>
}

export function fileName(id: string): string {
  return `${id}${suffix}`
}

/** The id of the wrapping key a file holds; null for a leftover. */
export function idOfFile(name: string): string | null {
  return /^[0-9a-f]{3}-[0-9a-f]{16}\.key$/.test(name) ? name.slice(0, -suffix.length) : null
}

export function createWrappingFiles(directory: string, instance: InstanceKeyFiles): WrappingFiles {
  const folder = join(directory, 'wrapping')
  const pathOf = (id: string) => join(folder, fileName(id))

  async function readBytes(id: string): Promise<Buffer | null> {
    const text = await readIfThere(pathOf(id))
    if (text === null) return null
    const content = parse(text)
    const by = content && (await instance.find(content.instanceKey))
    if (!content || !by) throw new WrappingKeyUnreadable(id)
    return unwrapKey(
      { key: by.key, names: ['wrapping key', id, by.id] },
      Buffer.from(content.wrapped, 'base64'),
    )
  }

  return {
    folder,
    async create(bucket) {
      const id = `${bucket.toString(16).padStart(3, '0')}-${randomBytes(8).toString('hex')}`
      const bytes = randomBytes(32)
      const key = createSecretKey(bytes)
      await writeNewFile(pathOf(id), contentOf(id, await instance.current(), bytes))
      return { id, key }
    },
    async read(id) {
      const bytes = await retryOnce(() => readBytes(id))
      if (bytes === null) return null
      const key = createSecretKey(bytes)
      bytes.fill(0)
      return key
    },
    listNames: () => readdir(folder),
    async rewrap(id, by) {
      const bytes = await readBytes(id)
      if (bytes === null) return false
      await replaceFile(pathOf(id), contentOf(id, by, bytes))
      return true
    },
    shred: (name) => shredFile(join(folder, name)),
  }
}

/** What a file holds; `bytes` are cleared. */
function contentOf(id: string, by: InstanceKey, bytes: Buffer): Buffer {
  const wrapped = wrapKey({ key: by.key, names: ['wrapping key', id, by.id] }, bytes).toString('base64')
  bytes.fill(0)
  return Buffer.from(JSON.stringify({ version: 1, instanceKey: by.id, wrapped } satisfies Content))
}

type Content = z.infer<typeof Content>

function parse(bytes: Buffer): Content | null {
  try {
    return Content.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}

/** Between reading a file and finding its instance key, a rotation may have replaced both. */
async function retryOnce<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof WrappingKeyUnreadable)) throw error
    return read()
  }
}
