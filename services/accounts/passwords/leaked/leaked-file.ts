import { open, stat, type FileHandle } from 'node:fs/promises'
import { PrintableError } from '@alles/platform/log'
import { entryBytes, holds } from './leaked-entry.ts'

/** The name of the operator's list in the data directory. */
export const leakedPasswordsFile = 'leaked-passwords.bin'

/** What a list begins with; then 8 bytes for the number of entries, then the entries, sorted, big-endian. */
export const magic = Buffer.from('ALLESPW1', 'latin1')
export const headerBytes = 16

const perPage = 512

interface OpenFile {
  readonly handle: FileHandle
  readonly count: number
  /** Tells one file of the name from the next. */
  readonly version: string
}

/** The operator's list, read where it lies: it may be larger than memory. A list that is replaced is noticed. */
export interface LeakedFile {
  /** False where there is no list. Throws where what is there is not a list. */
  has(entry: bigint): Promise<boolean>
  close(): Promise<void>
}

export function openLeakedFile(path: string): LeakedFile {
  let current: OpenFile | null = null
  let opening: Promise<OpenFile | null> | null = null
  const reopen = async () => {
    const version = await versionOf(path)
    if (current?.version === version) return current
    await current?.handle.close()
    current = null
    current = version === null ? null : await openFile(path, version)
    return current
  }
  const close = async () => {
    await current?.handle.close()
    current = null
  }
  return {
    async has(entry) {
      opening ??= reopen().finally(() => (opening = null))
      const file = await opening
      return file !== null && isInFile(file, entry)
    },
    close,
  }
}

async function versionOf(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeMs } = await stat(path)
    return `${ino} ${size} ${mtimeMs}`
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function openFile(path: string, version: string): Promise<OpenFile> {
  const handle = await open(path, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    await handle.read(header, 0, headerBytes, 0)
    const count = Number(header.readBigUInt64BE(8))
    const { size } = await handle.stat()
    if (!header.subarray(0, 8).equals(magic) || size !== headerBytes + count * entryBytes)
      throw new PrintableError(
        `${path} is not a whole list of leaked passwords; make it again with "alles passwords import FILE".`,
      )
    return { handle, count, version }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Finds the page that would hold the entry, by the first entries of pages, and looks there. */
async function isInFile({ handle, count }: OpenFile, entry: bigint): Promise<boolean> {
  let low = 0
  let high = Math.ceil(count / perPage) - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const page = await readPage(handle, count, middle)
    if (entry < (page[0] ?? 0n)) high = middle - 1
    else if (entry > (page.at(-1) ?? 0n)) low = middle + 1
    else return holds(page, entry)
  }
  return false
}

async function readPage(handle: FileHandle, count: number, page: number): Promise<BigUint64Array> {
  const entries = Math.min(perPage, count - page * perPage)
  const bytes = Buffer.alloc(entries * entryBytes)
  await handle.read(bytes, 0, bytes.length, headerBytes + page * perPage * entryBytes)
  return BigUint64Array.from({ length: entries }, (_, index) => bytes.readBigUInt64BE(index * entryBytes))
}
