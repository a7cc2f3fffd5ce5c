import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accountsContract from '@alles/accounts/contract'
import { accounts } from '@alles/accounts/service'
import * as chatContract from '@alles/chat/contract'
import { chat } from '@alles/chat/service'
import { keys } from '@alles/keys/service'
import { edgeRefusals, refuse, type ClientOf } from '@alles/platform/contract'
import { createHttp, type Authenticate, type Http } from '@alles/platform/http'
import { silentLog } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import type { AnySchema } from '@alles/platform/postgres'
import {
  testParts,
  testProcess,
  type TestClock,
  type TestDatabase,
  type TestParts,
} from '@alles/platform/testing'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { oauth } from '../service.ts'

export interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers
  readonly body: any
}

/** Sends a request as one account. Paths without `/api` are below `/api/alles`. */
export type Send = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
) => Promise<Answer>

export interface RunningOAuth {
  readonly calls: ClientOf<typeof contract>
  readonly accounts: ClientOf<typeof accountsContract>
  readonly chat: ClientOf<typeof chatContract>
  readonly parts: TestParts<Schema>
  readonly clock: TestClock
  /** The database of accounts, as its owner. */
  readonly accountsAdmin: TestDatabase['admin']
  /** A new person. */
  person(): Promise<{ id: string; send: Send }>
  /** Whoever has this token. */
  bot(token: string): Send
  stop(): Promise<void>
}

/** The service behind the real edge, with the real services it calls. */
export async function startOAuth(): Promise<RunningOAuth> {
  const shared = testProcess()
  const directory = await mkdtemp(join(tmpdir(), 'alles-keys-'))
  const calls = shared.calls.of(contract)
  const accountCalls = shared.calls.of(accountsContract)
  const http = createHttp({
    publicUrl: 'http://localhost:3000',
    host: '127.0.0.1',
    port: 0,
    trustedProxies: [],
    rateLimits: false,
    log: silentLog,
    metrics: createMetrics({ process: false }),
    clock: shared.clock,
    authenticate: authenticateBy(calls),
  })
  const partsOf = (service: { name: string; migrations: URL | null }) =>
    testParts<AnySchema>(service, { ...shared, routes: http.routesFor(service.name) })
  const made = [await partsOf(keys), await partsOf(accounts), await partsOf(chat)] as const
  const parts = await testParts<Schema>(oauth, { ...shared, routes: http.routesFor('oauth') })
  const stops = [
    await keys.start(made[0], { directory: join(directory, 'keys') }),
    await accounts.start(made[1], { registration: 'open' }),
    await chat.start(made[2], {}),
    await oauth.start(parts, {}),
  ]
  http.assertComplete(contract, 'oauth')
  const accountsAdmin = made[1].storage?.admin
  if (!accountsAdmin) throw new Error('accounts stores something')
  let count = 0
  return {
    calls,
    accounts: accountCalls,
    chat: shared.calls.of(chatContract),
    parts,
    clock: shared.clock,
    accountsAdmin,
    async person() {
      const username = `developer_${(count += 1)}x`
      const { accountId } = await accountCalls.createByOperator({ username, password: 'a good password' })
      return { id: accountId, send: sender(http, { 'test-account': accountId }) }
    },
    bot: (token) => sender(http, { authorization: `Bot ${token}` }),
    async stop() {
      for (const stop of stops.toReversed()) await stop()
      await http.close()
      await Promise.all([...made, parts].map((one) => one.drop()))
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function authenticateBy(calls: ClientOf<typeof contract>): Authenticate {
  return async (request) => {
    const authorization = request.header('authorization')
    if (authorization?.startsWith('Bot ')) {
      const bot = await calls.authenticateBot({ token: authorization.slice(4) })
      if (!bot) refuse(edgeRefusals.not_signed_in)
      return { actor: { accountId: bot.accountId, bot: true }, session: null, administrator: false }
    }
    const accountId = request.header('test-account')
    if (accountId === undefined) return null
    const session = { id: accountId, personId: accountId, provedAt: 0 }
    return { actor: { accountId, bot: false }, session, administrator: false }
  }
}

function sender(http: Http, headers: Record<string, string>): Send {
  return async (method, path, body) => {
    const answer = await http.inject({
      method,
      url: path.startsWith('/api') ? path : `/api/alles${path}`,
      headers,
      ...(body !== undefined && { payload: body }),
    })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
}
