import { randomBytes } from 'node:crypto'
import { open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a file that must not exist yet; when this resolves it is on the disk. */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  await writeSynced(path, 'wx', bytes)
  await syncDirectory(dirname(path))
}

/** Puts `bytes` in the place of a file: at every moment either the old or the new content is there, whole. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`
  await writeSynced(temporary, 'wx', bytes)
  await rename(temporary, path)
  await syncDirectory(dirname(path))
}

async function writeSynced(path: string, flags: 'wx' | 'r+', bytes: Uint8Array): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Overwrites a file with random bytes and keeps it; false when it is not there. */
export async function overwriteFile(path: string): Promise<boolean> {
  const old = await readIfThere(path)
  if (old === null) return false
  await writeSynced(path, 'r+', randomBytes(old.length))
  return true
}

/** Overwrites a file, then removes it; one that is not there is fine. */
export async function shredFile(path: string): Promise<void> {
  if (!(await overwriteFile(path))) return
  await unlink(path)
  await syncDirectory(dirname(path))
}

export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Makes a change of names in a directory last through a loss of power. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
