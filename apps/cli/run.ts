import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '@alles/platform/contract'
import { operatorCommands } from '@alles/server/control'
import { loadSettings } from '@alles/server/settings'
import { sentenceOf } from '@alles/server/cannot-start'
import { start } from '@alles/server/start'
import { silentLog } from '@alles/platform/log'
import { understand, type Typed } from './arguments.ts'
import { importPasswords } from './import-passwords.ts'
import { reportImport } from './report-import.ts'
import { askServer } from './socket.ts'

/** What a command ended with. `file` still has to be written. */
type Ended =
  | { readonly ok: boolean; readonly value: unknown }
  | { readonly file: Readable; done(): Promise<void> }

/** Runs one command; resolves to the exit status: 0 only on success. */
export async function runOperatorTool(args: readonly string[]): Promise<number> {
  try {
    const typed = understand(args)
    if (typed.command === 'account import') return await importFrom(typed)
    const input = typed.passwordFromInput
      ? { ...typed.input, password: (await text(process.stdin)).replace(/\r?\n$/, '') }
      : typed.input
    const ended = await carryOut(typed, input)
    if ('file' in ended) return await writeAnswer(typed, ended)
    print(typed, ended.value)
    return ended.ok ? 0 : 1
  } catch (error) {
    process.stderr.write(`${sentenceOf(error) ?? (error instanceof Error ? error.message : String(error))}\n`)
    return 1
  }
}

async function importFrom(typed: Typed): Promise<number> {
  const wish = { file: typed.file ?? '', dryRun: typed.input.dryRun === true, json: typed.json }
  return (await reportImport(wish, (part) => process.stdout.write(part))) ? 0 : 1
}

/** By the running server where there is one; otherwise this process starts the parts, runs the command and stops. */
async function carryOut(typed: Typed, input: unknown): Promise<Ended> {
  if (typed.command === 'passwords import')
    return { ok: true, value: await importPasswords(typed.file ?? '') }
  const settings = await loadSettings(process.env)
  const socket = join(resolve(settings.dataDirectory), 'control.sock')
  const answer = await askServer(socket, typed.command, input)
  if (!answer) return alone(typed, input)
  if (answer.headers['content-type'] === 'application/octet-stream')
    return { file: answer, done: async () => {} }
  const value: unknown = JSON.parse((await buffer(answer)).toString('utf8'))
  return { ok: answer.statusCode === 200 && isHealthy(value), value }
}

async function alone(typed: Typed, input: unknown): Promise<Ended> {
  const command = operatorCommands[typed.command]
  if (!command) throw new Error(`there is no command ${typed.command}`)
  const parsed = command.input.safeParse(input)
  if (!parsed.success) throw new Error(`Usage: alles ${command.usage}`)
  const running = await start(await loadSettings(process.env), silentLog, 'operate').catch(
    (error: unknown) => {
      const sentence = sentenceOf(error)
      if (typed.command !== 'doctor' || sentence === null) throw error
      return sentence
    },
  )
  if (typeof running === 'string') return { ok: false, value: { healthy: false, faults: [running] } }
  try {
    const result = await command.run(running.operated, parsed.data as never)
    if ('file' in result) return { file: result.file, done: running.stop }
    await running.stop()
    return { ok: isHealthy(result.value), value: result.value }
  } catch (error) {
    await running.stop()
    if (error instanceof Refusal)
      return { ok: false, value: { sentence: error.kind.sentence, code: error.kind.code } }
    throw error
  }
}

function isHealthy(value: unknown): boolean {
  return !(typeof value === 'object' && value !== null && 'healthy' in value && value.healthy === false)
}

/** Only its owner may read an export. A file that was there stays as it is. */
async function writeAnswer(typed: Typed, ended: Extract<Ended, { file: Readable }>): Promise<number> {
  if (typed.file === undefined) throw new Error('this command needs a FILE')
  try {
    await pipeline(ended.file, createWriteStream(typed.file, { mode: 0o600, flags: 'wx' }))
    print(typed, { file: typed.file })
    return 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new Error(`${typed.file} is there already; name another file.`, { cause: error })
    await rm(typed.file, { force: true })
    throw error
  } finally {
    await ended.done()
  }
}

function print(typed: Typed, value: unknown): void {
  process.stdout.write(`${typed.json ? JSON.stringify(value) : readable(value)}\n`)
}

function readable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return 'Done.'
  if ('sentence' in value) return String(value.sentence)
  if ('faults' in value && Array.isArray(value.faults))
    return value.faults.length === 0
      ? 'Everything is as it should be.'
      : value.faults.map((one) => `- ${String(one)}`).join('\n')
  if ('records' in value && Array.isArray(value.records))
    return (value.records as Record<string, string>[])
      .map(({ type, name, value: holds, about }) => `${about}\n${name} ${type} "${holds}"`)
      .join('\n\n')
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${typeof part === 'object' ? JSON.stringify(part) : String(part)}`)
    .join('\n')
}
