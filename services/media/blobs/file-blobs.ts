import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkedName, isBlobName, type BlobStore, type StoredBlob } from './blob-store.ts'

/** Blobs as files, in 256 folders by the beginning of their names. Folders are 0700 and files 0600. */
export function createFileBlobs(folder: string): BlobStore {
  const pathOf = (name: string) => join(folder, checkedName(name).slice(0, 2), name.slice(2))
  return {
    async write(name, bytes) {
      const path = pathOf(name)
      await makeFolder(dirname(path))
      const draft = `${path}.${randomBytes(6).toString('hex')}`
      try {
        await writeSynced(draft, bytes)
        await rename(draft, path)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      await syncFolder(dirname(path))
    },
    async read(name) {
      return readFile(pathOf(name)).catch(ifMissing(null))
    },
    async remove(names) {
      for (const name of names) await rm(pathOf(name), { force: true })
    },
    list: () => listFiles(folder),
  }
}

/** The name of a new folder lasts when the folder above has been synced. */
async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(dirname(made))
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function* listFiles(folder: string): AsyncGenerator<StoredBlob> {
  for (const shard of await readdir(folder).catch(ifMissing([])))
    for (const rest of await readdir(join(folder, shard)).catch(ifMissing([]))) {
      const name = `${shard}${rest}`
      const found = isBlobName(name) ? await stat(join(folder, shard, rest)).catch(ifMissing(null)) : null
      if (found?.isFile()) yield { name, writtenAt: found.mtimeMs }
    }
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return value
    throw error
  }
}
