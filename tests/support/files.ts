import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Every file below a folder that holds the bytes, by path relative to it. Files that vanish meanwhile are passed over. */
export async function filesHolding(folder: string, needle: string | Uint8Array): Promise<string[]> {
  const found: string[] = []
  for (const file of await filesBelow(folder)) {
    const bytes = await readFile(join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENXIO') return Buffer.alloc(0)
      throw error
    })
    if (bytes.includes(needle)) found.push(file)
  }
  return found
}

export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
