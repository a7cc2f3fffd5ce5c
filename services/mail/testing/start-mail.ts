import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keys } from '@alles/keys/service'
import { Secret, type ClientOf } from '@alles/platform/contract'
import type { LedgerEntry } from '@alles/platform/egress'
import { createLog } from '@alles/platform/log'
import { testParts, testProcess, type TestDatabase, type TestParts } from '@alles/platform/testing'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { mail, type MailOptions } from '../service.ts'

export interface RunningMail {
  readonly calls: ClientOf<typeof contract>
  readonly parts: TestParts<Schema>
  readonly directory: string
  /** The databases of mail and keys, as their owners. */
  readonly admin: TestDatabase['admin']
  readonly keysAdmin: TestDatabase['admin']
  /** Every line logged, and every line of the ledger, so far. */
  readonly logged: string[]
  readonly ledger: LedgerEntry[]
  /** A new contact, verified unless said otherwise. */
  contact(address: string, given?: { verified?: boolean; language?: 'en' | 'de' }): Promise<string>
  /** The token of the link in the latest file of the outbox. */
  token(): Promise<string>
  /** The files of the outbox, oldest first. */
  files(): Promise<string[]>
  stop(): Promise<void>
}

export const publicUrl = 'https://chat.example.org'

/** The service with real keys and real databases; without a relay unless one is given. */
export async function startMail(
  given: Partial<Omit<MailOptions, 'smtpUrl'>> & { smtpUrl?: string } = {},
): Promise<RunningMail> {
  const logged: string[] = []
  const ledger: LedgerEntry[] = []
  const log = createLog({ level: 'debug', write: (line) => void logged.push(line) })
  const shared = testProcess({ log })
  const directory = given.directory ?? (await mkdtemp(join(tmpdir(), 'alles-mail-')))
  const keysParts = await testParts(keys, shared)
  const stopKeys = await keys.start(keysParts, { directory: join(directory, 'keys') })
  const parts = await testParts<Schema>(mail, shared)
  const { smtpUrl, ...rest } = given
  const stop = await mail.start(parts, {
    directory,
    publicUrl,
    from: null,
    record: (entry) => void ledger.push(entry),
    ...rest,
    smtpUrl: smtpUrl === undefined ? null : new Secret(smtpUrl),
  })
  const calls = shared.calls.of(contract)
  const admin = adminOf(parts)
  const files = () => filesOf(join(directory, 'outbox'))
  return {
    calls,
    parts,
    directory,
    admin,
    keysAdmin: adminOf(keysParts),
    logged,
    ledger,
    files,
    async token() {
      const latest = (await files()).at(-1) ?? ''
      return /verify-email#([\w-]{43})/.exec(latest.replaceAll('=\r\n', ''))?.[1] ?? ''
    },
    async contact(address, { verified = true, language = 'en' } = {}) {
      const { contact } = await calls.createContact({ address, language })
      // What the verification's own test goes through by mail.
      if (verified) await admin`update contacts set verified_at = now() where handle = ${contact}`
      return contact
    },
    async stop() {
      await stop()
      await stopKeys()
      await Promise.all([parts.drop(), keysParts.drop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.toSorted((a, b) => dateOf(a) - dateOf(b))
}

function dateOf(message: string): number {
  return Date.parse(/^Date: (.*)\r$/m.exec(message)?.[1] ?? '')
}

function adminOf({ storage }: { storage?: TestDatabase }): TestDatabase['admin'] {
  if (!storage) throw new Error('this service stores nothing')
  return storage.admin
}
