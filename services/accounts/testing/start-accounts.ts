import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keys } from '@alles/keys/service'
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
} from '@alles/platform/testing'
import { catalogue } from '../catalogue.ts'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { accounts, type AccountsOptions } from '../service.ts'
import { createBrowser, type Browser } from './browser.ts'

export interface RunningAccounts {
  readonly calls: ClientOf<typeof contract>
  readonly parts: TestParts<Schema>
  /** The databases of accounts and keys, as their owners. */
  readonly admin: TestDatabase['admin']
  readonly keysAdmin: TestDatabase['admin']
  readonly http: Http
  readonly clock: TestClock
  /** Every line logged so far. */
  readonly logged: string[]
  /** A browser without cookies. */
  browser(address?: string): Browser
  /** Deletes what was kept long enough. */
  purge(): Promise<void>
  stop(): Promise<void>
}

interface Given extends Partial<AccountsOptions> {
  readonly publicUrl?: string
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
  const http = edge({ authenticate: authenticateBy(calls), log, clock: shared.clock }, given.publicUrl)
  const parts = await testParts<Schema>(accounts, { ...shared, routes: http.routesFor('accounts') })
  const stop = await accounts.start(parts, {
    registration: 'open',
    challenge: { cost: 10, least: 5, most: 20 },
    ...given,
  })
  http.assertComplete(contract, 'accounts')
  return {
    calls,
    parts,
    admin: adminOf(parts),
    keysAdmin: adminOf(keysParts),
    http,
    clock: shared.clock,
    logged,
    browser: (address) => createBrowser(http, address),
    async purge() {
      await purgeExpired(parts.database, catalogue, shared.clock.now())
    },
    async stop() {
      await stop()
      await stopKeys()
      await http.close()
      await Promise.all([parts.drop(), keysParts.drop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
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
