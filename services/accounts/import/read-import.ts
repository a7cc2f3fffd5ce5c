import { CsvError, parse } from 'csv-parse'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { PrintableError } from '@alles/platform/log'
import { foldUsername } from '../usernames/username-policy.ts'

/** The fields of an account as the file has them, all text. */
export interface ImportFields {
  readonly username: string
  readonly password_hash: string
  readonly display_name?: string
  readonly email?: string
  readonly created_at?: string
}

/** Why a line is passed over before anybody is asked. */
export type LineFault = 'unreadable' | 'broken' | 'incomplete' | 'too_long' | 'duplicate'

export interface ImportLine {
  /** The first line is 1; of an entry that takes several, the last; of a broken one, the first. */
  readonly line: number
  readonly read: ImportFields | LineFault
}

const longestField = 1_000
const longestEntry = 64 * 1024

/**
 * The accounts of a file, one at a time: JSON lines where it begins with a brace, otherwise CSV whose first line names
 * the columns. Other columns than the five are passed over. Throws `PrintableError` where the file cannot be read.
 */
export async function* readImport(path: string): AsyncGenerator<ImportLine> {
  const names = new Set<string>()
  const raw = (await firstCharacter(path)) === '{' ? readJsonLines(path) : readCsv(path)
  for await (const { line, value } of raw) yield { line, read: judge(value, names) }
}

interface Raw {
  readonly line: number
  /** A fault where it could not be understood; after `broken` nothing follows. */
  readonly value: Readonly<Record<string, unknown>> | 'unreadable' | 'broken'
}

function judge(value: Raw['value'], names: Set<string>): ImportLine['read'] {
  if (typeof value === 'string') return value
  const field = (name: string) => textOf(value[name])
  const [username, password_hash] = [field('username'), field('password_hash')]
  const [display_name, email, created_at] = [field('display_name'), field('email'), field('created_at')]
  const all = [username, password_hash, display_name, email, created_at]
  if (all.includes(null)) return 'unreadable'
  if (!username || !password_hash) return 'incomplete'
  if (all.some((one) => (one?.length ?? 0) > longestField)) return 'too_long'
  const folded = foldUsername(username)
  if (names.has(folded)) return 'duplicate'
  names.add(folded)
  return {
    username,
    password_hash,
    ...(display_name && { display_name }),
    ...(email && { email }),
    ...(created_at && { created_at }),
  }
}

/** Undefined where nothing is said; null where it is no text. */
function textOf(value: unknown): string | undefined | null {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value.trim() : null
}

async function firstCharacter(path: string): Promise<string> {
  for await (const piece of readText(path)) {
    const text = piece.replace(/^[\uFEFF\s]+/, '')
    if (text !== '') return text.charAt(0)
  }
  return ''
}

/** The file as text, its faults as sentences. */
async function* readText(path: string): AsyncGenerator<string> {
  try {
    for await (const piece of createReadStream(path, { encoding: 'utf8' })) yield piece as string
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new PrintableError(`${path} cannot be read (${code}).`)
  }
}

async function* readJsonLines(path: string): AsyncGenerator<Raw> {
  let line = 0
  for await (const text of createInterface({ input: Readable.from(readText(path)), crlfDelay: Infinity })) {
    line += 1
    const trimmed = text.replace(/^\uFEFF/, '').trim()
    if (trimmed !== '') yield { line, value: parseJson(trimmed) }
  }
}

function parseJson(text: string): Raw['value'] {
  if (text.length > longestEntry) return 'unreadable'
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

async function* readCsv(path: string): AsyncGenerator<Raw> {
  const parser = parse({
    bom: true,
    columns: (header: string[]) => columnsOf(path, header),
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestEntry,
  })
  const source = Readable.from(readText(path))
  source.once('error', (error) => parser.destroy(error))
  source.pipe(parser)
  const records = parser as AsyncIterable<{ record: Record<string, unknown>; info: { lines: number } }>
  let line = 0
  try {
    for await (const { record, info } of records) {
      line = info.lines
      yield { line, value: record }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // A quote that is not closed, or an entry without end: where the next one begins nobody can tell.
    yield { line: line + 1, value: 'broken' }
  }
}

function columnsOf(path: string, header: readonly string[]): string[] {
  const columns = header.map((name) => name.trim().toLowerCase())
  for (const needed of ['username', 'password_hash'])
    if (!columns.includes(needed))
      throw new PrintableError(`${path} has no column "${needed}": the first line names the columns.`)
  return columns
}
