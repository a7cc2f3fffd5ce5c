import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keys } from '@alles/keys/service'
import { media } from '@alles/media/service'
import { mail } from '@alles/mail/service'
import { purgeExpired } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import { cookieName, createHttp, type Authenticate, type Http } from '@alles/platform/http'
import { createLog, type Log } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import {
  testClock,
  testParts,
  testProcess,
  type TestClock,
  type TestDatabase,
  type TestParts,
  type TestProcess,
} from '@alles/platform/testing'
import { catalogue } from '../catalogue.ts'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { accounts, type AccountsOptions } from '../service.ts'
import { createBrowser, type Browser } from './browser.ts'
import { readPost, type Letter } from './read-post.ts'

export interface RunningAccounts {
  readonly calls: ClientOf<typeof contract>
  readonly parts: TestParts<Schema>
  /** The databases of accounts, keys and mail, as their owners. */
  readonly admin: TestDatabase['admin']
  readonly keysAdmin: TestDatabase['admin']
  /** Names of the files of pictures and uploads. */
  blobs(): Promise<string[]>
  readonly mailAdmin: TestDatabase['admin']
  readonly http: Http
  readonly clock: TestClock
  /** Every line logged so far. */
  readonly logged: string[]
  /** A browser without cookies. */
  browser(address?: string): Browser
  /** Runs all jobs that are due; answers the mail that was sent since this was asked last. */
  post(): Promise<Letter[]>
  /** Deletes what was kept long enough. */
  purge(): Promise<void>
  stop(): Promise<void>
}

interface Given extends Partial<AccountsOptions> {
  readonly publicUrl?: string
  /** Runs the media service too. */
  readonly pictures?: boolean
}

/** The accounts service behind the real edge, with real keys and real databases. */
export async function startAccounts(given: Given = {}): Promise<RunningAccounts> {
  const logged: string[] = []
  const log = createLog({ level: 'debug', write: (line) => void logged.push(line) })
  const shared = testProcess({ clock: testClock(Date.now()), log })
  const directory = await mkdtemp(join(tmpdir(), 'alles-keys-'))
  const keysParts = await testParts(keys, shared)
  const stopKeys = await keys.start(keysParts, { directory: join(directory, 'keys') })
  const calls = shared.calls.of(contract)
  const mailParts = await testParts(mail, shared)
  const { publicUrl = 'http://localhost:3000' } = given
  const stopMail = await mail.start(mailParts, { directory, publicUrl, smtpUrl: null, from: null })
  const http = edge({ authenticate: authenticateBy(calls), log, clock: shared.clock }, given.publicUrl)
  const folder = join(directory, 'blobs')
  const pictures = given.pictures === true && (await startPictures(shared, http, folder))
  const parts = await testParts<Schema>(accounts, { ...shared, routes: http.routesFor('accounts') })
  const stop = await accounts.start(parts, {
    registration: { mode: 'open', fixed: false },
    challenge: { cost: 10, least: 5, most: 20 },
    signInChallenge: { cost: 10, least: 30, most: 50 },
    ...given,
  })
  http.assertComplete(contract, 'accounts')
  return {
    calls,
    parts,
    admin: adminOf(parts),
    keysAdmin: adminOf(keysParts),
    blobs: () => filesBelow(folder),
    mailAdmin: adminOf(mailParts),
    http,
    clock: shared.clock,
    logged,
    browser: (address) => createBrowser(http, address),
    async post() {
      await parts.jobs.drain()
      await mailParts.jobs.drain()
      return readPost(join(directory, 'outbox'))
    },
    async purge() {
      await purgeExpired(parts.database, catalogue, shared.clock.now())
    },
    async stop() {
      await stop()
      if (pictures) await pictures.stop()
      await stopMail()
      await stopKeys()
      await http.close()
      await Promise.all([parts.drop(), mailParts.drop(), keysParts.drop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The media service at the same edge, with a folder for its files. */
async function startPictures(shared: TestProcess, http: Http, folder: string) {
  const parts = await testParts(media, { ...shared, routes: http.routesFor('media') })
  const stop = await media.start(parts, { blobs: { folder }, publicUrl: 'http://localhost:3000' })
  return {
    async stop() {
      await stop()
      await parts.drop()
    },
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

function adminOf({ storage }: { storage?: TestDatabase }): TestDatabase['admin'] {
  if (!storage) throw new Error('this service stores nothing')
  return storage.admin
}

interface EdgeParts {
  readonly authenticate: Authenticate
  readonly log: Log
  readonly clock: TestClock
}

function edge(parts: EdgeParts, publicUrl = 'http://localhost:3000'): Http {
  return createHttp({
    publicUrl,
    host: '127.0.0.1',
    port: 0,
    trustedProxies: [],
    rateLimits: false,
    metrics: createMetrics({ process: false }),
    ...parts,
  })
}

function authenticateBy(calls: ClientOf<typeof contract>): Authenticate {
  return async (request) => {
    const token = request.cookie(cookieName('session', request.secure))
    if (token === undefined) return null
    const account = request.header('alles-account')
    const identity = await calls.authenticateSession({ token, ...(account !== undefined && { account }) })
    if (!identity) return null
    return {
      actor: { accountId: identity.accountId, bot: false },
      session: { id: identity.sessionId, personId: identity.personId, provedAt: identity.provedAt },
      administrator: identity.administrator,
    }
  }
}
