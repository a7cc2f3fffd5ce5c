import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PrintableError } from '@alles/platform/log'
import { foldPassword } from '../password-policy.ts'
import { entryBytes, entryOf, entryOfSha1 } from './leaked-entry.ts'
import { headerBytes, magic } from './leaked-file.ts'
import { mergeRuns } from './merge-runs.ts'

/** Entries sorted in memory at a time: 16 MiB. */
const perRun = 2 * 1024 * 1024

const longestLine = 1024

/** What became of a list. Entries are fewer than lines where passwords are there twice. */
export interface BuiltList {
  readonly lines: number
  readonly entries: number
}

/**
 * Makes the list at `target` of a text file: a password on each line, or `SHA1:COUNT` as lists by range are published;
 * which of the two, the first line decides for all. Sorts on disk beside the target, so memory stays flat whatever the
 * size. The list that was there is replaced once the new one is whole; a fault in the file leaves it as it was.
 */
export async function buildLeakedFile(
  source: string,
  target: string,
  entriesPerRun: number = perRun,
): Promise<BuiltList> {
  const folder = await mkdtemp(join(dirname(target), '.leaked-passwords-'))
  try {
    const { runs, lines } = await sortIntoRuns(source, folder, entriesPerRun)
    if (lines === 0) throw new PrintableError(`${source} has no lines.`)
    const draft = join(folder, `list-${randomBytes(4).toString('hex')}`)
    const entries = await writeList(draft, runs)
    await rename(draft, target)
    return { lines, entries }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function sortIntoRuns(source: string, folder: string, entriesPerRun: number) {
  const runs: string[] = []
  const waiting = new BigUint64Array(entriesPerRun)
  let count = 0
  const flush = async () => {
    if (count === 0) return
    const path = join(folder, `run-${runs.length}`)
    await writeRun(path, waiting.subarray(0, count).toSorted())
    runs.push(path)
    count = 0
  }
  let lines = 0
  let read: ((line: string) => bigint | null) | undefined
  for await (const some of linesOf(source))
    for (const text of some) {
      const line = lines === 0 ? text.replace(/^\uFEFF/, '') : text
      lines += 1
      if (line === '') continue
      read ??= sha1Line.test(line) ? readSha1 : readPlain
      const entry = read(line) ?? refuseLine(source, lines)
      waiting[count] = entry
      count += 1
      if (count === waiting.length) await flush()
    }
  await flush()
  return { runs, lines }
}

function refuseLine(source: string, line: number): never {
  throw new PrintableError(
    `${source}, line ${line}: is not SHA1:COUNT as the lines before. Nothing was changed.`,
  )
}

/** Many lines at a time. A line without end keeps its beginning alone. */
async function* linesOf(source: string): AsyncGenerator<string[]> {
  let rest = ''
  try {
    for await (const piece of createReadStream(source, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
      const lines = `${rest}${piece as string}`.split(/\r?\n/)
      rest = (lines.pop() ?? '').slice(0, longestLine)
      yield lines
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new PrintableError(`${source} cannot be read (${code}).`)
  }
  if (rest !== '') yield [rest.replace(/\r$/, '')]
}

const sha1Line = /^[0-9A-Fa-f]{40}(?::\d{1,15})?\s*$/

function readSha1(line: string): bigint | null {
  return sha1Line.test(line) ? entryOfSha1(Buffer.from(line.slice(0, 16), 'hex')) : null
}

/** Nobody can have a password as long as the longest line; where it ends does not matter. */
function readPlain(line: string): bigint {
  return entryOf(foldPassword(line.slice(0, longestLine)))
}

async function writeRun(path: string, sorted: BigUint64Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    const bytes = Buffer.alloc(sorted.length * entryBytes)
    for (const [index, entry] of sorted.entries()) bytes.writeBigUInt64BE(entry, index * entryBytes)
    await handle.writeFile(bytes)
  } finally {
    await handle.close()
  }
}

/** Writes the header last: a list that was broken off is not taken for one. */
async function writeList(path: string, runs: readonly string[]): Promise<number> {
  const handle = await open(path, 'wx', 0o600)
  try {
    const count = await writeEntries(handle, runs)
    const header = Buffer.alloc(headerBytes)
    magic.copy(header)
    header.writeBigUInt64BE(BigInt(count), 8)
    await handle.write(header, 0, headerBytes, 0)
    await handle.sync()
    return count
  } finally {
    await handle.close()
  }
}

async function writeEntries(handle: FileHandle, runs: readonly string[]): Promise<number> {
  let count = 0
  for await (const bytes of mergeRuns(runs)) {
    await handle.write(bytes, 0, bytes.length, headerBytes + count * entryBytes)
    count += bytes.length / entryBytes
  }
  return count
}
