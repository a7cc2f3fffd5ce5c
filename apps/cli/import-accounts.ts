import { join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { ImportOutcome } from '@alles/accounts/contract'
import { readImport, type ImportFields, type ImportLine, type LineFault } from '@alles/accounts/service'
import { silentLog } from '@alles/platform/log'
import { operatorCommands } from '@alles/server/control'
import { loadSettings } from '@alles/server/settings'
import { start } from '@alles/server/start'
import { askServer } from './socket.ts'

const command = 'account import'

/** The control socket takes 64 KiB at a time. */
const bytesPerBatch = 48 * 1024
const linesPerBatch = 200

/** What became of a line. */
export type LineOutcome = ImportOutcome | LineFault

export interface LineReport {
  readonly line: number
  readonly outcome: LineOutcome
}

interface Batch {
  readonly records: readonly (ImportFields & { line: number })[]
  readonly dryRun: boolean
}

/** Hands over some lines and answers what became of them. */
type Send = (batch: Batch) => Promise<readonly LineReport[]>

const sentences: Readonly<Record<LineOutcome, string>> = {
  made: 'ok',
  exists: 'ok: there is an account of this name already, and it stays as it is',
  bad_username: 'a username has 2 to 32 of the letters a to z, digits, full stops and underscores',
  reserved_username: 'this username is reserved',
  username_taken: 'a username that looks like it is taken',
  bad_display_name: 'a display name has at most 32 characters on one line',
  bad_address: 'this is not an e-mail address that mail can be sent to',
  unknown_hash:
    'the password hash is neither bcrypt nor argon2id nor argon2i at a cost that is taken over (in CSV argon2 needs quotes: it has commas)',
  bad_time: 'created_at is not a past time in ISO 8601',
  unreadable: 'this line cannot be read',
  broken: 'from here on the file cannot be read: a quote is not closed, or an entry has no end',
  incomplete: 'username or password_hash is missing',
  too_long: 'a field is longer than 1,000 characters',
  duplicate: 'this username stands in the file already',
}

export function isFine(outcome: LineOutcome): boolean {
  return outcome === 'made' || outcome === 'exists'
}

export function sentenceOfLine({ line, outcome }: LineReport, dryRun: boolean): string {
  const sentence = outcome === 'made' && dryRun ? 'ok: would be made' : sentences[outcome]
  return `line ${line}: ${sentence}`
}

/**
 * Reads a file of accounts and has them made, by the running server where there is one. Answers line after line, so that
 * no file is too large; lines that are not fine stop none of the others.
 */
export async function* importAccounts(file: string, dryRun: boolean): AsyncGenerator<LineReport> {
  const { send, close } = await openSender()
  try {
    for await (const lines of inBatches(resolve(file))) {
      const faults = lines.flatMap(({ line, read }) =>
        typeof read === 'string' ? [{ line, outcome: read }] : [],
      )
      const records = lines.flatMap(({ line, read }) => (typeof read === 'string' ? [] : [{ line, ...read }]))
      const results = records.length > 0 ? await send({ records, dryRun }) : []
      yield* [...faults, ...results].toSorted((a, b) => a.line - b.line)
    }
  } finally {
    await close()
  }
}

/** Lines of the file, as many as fit one request. */
async function* inBatches(file: string): AsyncGenerator<ImportLine[]> {
  let batch: ImportLine[] = []
  let bytes = 0
  for await (const line of readImport(file)) {
    const size = Buffer.byteLength(JSON.stringify(line)) + 32
    if (batch.length === linesPerBatch || bytes + size > bytesPerBatch) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(line)
    bytes += size
  }
  yield batch
}

async function openSender(): Promise<{ send: Send; close(): Promise<void> }> {
  const settings = await loadSettings(process.env)
  const socket = join(resolve(settings.dataDirectory), 'control.sock')
  const ask = async (batch: Batch) => {
    const answer = await askServer(socket, command, batch)
    if (!answer) return null
    const value = JSON.parse((await buffer(answer)).toString('utf8')) as unknown
    if (answer.statusCode !== 200) throw new Error(sentenceIn(value))
    return resultsOf(value)
  }
  if (await ask({ records: [], dryRun: true }))
    return {
      send: async (batch) => (await ask(batch)) ?? stopped(),
      close: async () => undefined,
    }
  const running = await start(settings, silentLog, 'operate')
  return {
    async send(batch) {
      const own = operatorCommands[command]
      if (!own) throw new Error(`there is no command ${command}`)
      const result = await own.run(running.operated, own.input.parse(batch) as never)
      return resultsOf('value' in result ? result.value : null)
    },
    close: () => running.stop(),
  }
}

function stopped(): never {
  throw new Error('The server stopped meanwhile. Run the command again: what was made stays.')
}

function resultsOf(value: unknown): readonly LineReport[] {
  return (value as { results: readonly LineReport[] }).results
}

function sentenceIn(value: unknown): string {
  return typeof value === 'object' && value !== null && 'sentence' in value
    ? String(value.sentence)
    : 'The server gave an answer that is not understood.'
}
