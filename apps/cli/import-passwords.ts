import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { buildLeakedFile, leakedPasswordsFile } from '@alles/accounts/service'
import { loadSettings } from '@alles/server/settings'

/** Makes the operator's list of leaked passwords in the data directory. A running server uses it from then on. */
export async function importPasswords(file: string): Promise<unknown> {
  const { dataDirectory } = await loadSettings(process.env)
  const directory = resolve(dataDirectory)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const target = join(directory, leakedPasswordsFile)
  const { lines, entries } = await buildLeakedFile(resolve(file), target)
  return { lines, passwords: entries, file: target }
}
