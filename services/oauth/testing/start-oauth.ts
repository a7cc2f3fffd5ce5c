import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accountsContract from '@alles/accounts/contract'
import { accounts } from '@alles/accounts/service'
import * as chatContract from '@alles/chat/contract'
import { chat } from '@alles/chat/service'
import { keys } from '@alles/keys/service'
import { media } from '@alles/media/service'
import { edgeRefusals, refuse, type ClientOf } from '@alles/platform/contract'
import { createEgress } from '@alles/platform/egress'
import { createHttp, type Authenticate, type Http } from '@alles/platform/http'
import { createLog, type Log } from '@alles/platform/log'
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
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
) => Promise<Answer>

export interface RunningOAuth {
  readonly calls: ClientOf<typeof contract>
  readonly accounts: ClientOf<typeof accountsContract>
  readonly chat: ClientOf<typeof chatContract>
  readonly parts: TestParts<Schema>
  readonly clock: TestClock
  readonly http: Http
  /** What was logged, a line each. */
  readonly lines: string[]
  /** The database of accounts, as its owner. */
  readonly accountsAdmin: TestDatabase['admin']
  /** A new person. */
  person(): Promise<{ id: string; username: string; send: Send }>
  /** Whoever has this token. */
  bot(token: string): Send
  stop(): Promise<void>
}

export interface StartOptions {
  /** The origin people see; where nobody listens unless said otherwise. */
  readonly publicUrl?: string
  readonly port?: number
}

/** The service behind the real edge, with the real services it calls. */
export async function startOAuth(options: StartOptions = {}): Promise<RunningOAuth> {
  const lines: string[] = []
  const log = createLog({ level: 'info', write: (line) => lines.push(line) })
  const shared = testProcess({ log })
  const directory = await mkdtemp(join(tmpdir(), 'alles-keys-'))
  const calls = shared.calls.of(contract)
  const accountCalls = shared.calls.of(accountsContract)
  const publicUrl = options.publicUrl ?? 'http://localhost:3000'
  const http = edge(shared, {
    publicUrl,
    port: options.port ?? 0,
    authenticate: authenticateBy(shared.calls),
  })
  const partsOf = (service: { name: string; migrations: URL | null }) =>
    testParts<AnySchema>(service, { ...shared, routes: http.routesFor(service.name) })
  const made = [
    await partsOf(keys),
    await partsOf(media),
    await partsOf(accounts),
    await partsOf(chat),
  ] as const
  const parts = await testParts<Schema>(oauth, { ...shared, routes: http.routesFor('oauth') })
  const stops = [
    await keys.start(made[0], { directory: join(directory, 'keys') }),
    await media.start(made[1], { blobs: { folder: join(directory, 'blobs') }, publicUrl }),
    await accounts.start(made[2], { registration: { mode: 'open', fixed: false } }),
    await chat.start(made[3], {}),
    await oauth.start(parts, {
      publicUrl,
      openRegistration: true,
      mount: (...given) => http.mount(...given),
      egress: createEgress({ ...shared, destinations: nearby, record: () => undefined }),
    }),
  ]
  http.assertComplete(contract, 'oauth')
  const accountsAdmin = made[2].storage?.admin
  if (!accountsAdmin) throw new Error('accounts stores something')
  let count = 0
  return {
    calls,
    accounts: accountCalls,
    chat: shared.calls.of(chatContract),
    parts,
    clock: shared.clock,
    http,
    lines,
    accountsAdmin,
    async person() {
      const username = `developer_${(count += 1)}x`
      const { accountId } = await accountCalls.createByOperator({ username, password: 'a good password' })
      return { id: accountId, username, send: sender(http, { 'test-account': accountId }) }
    },
    bot: (token) => sender(http, { authorization: `Bot ${token}` }),
    async stop() {
      for (const stop of stops.toReversed()) await stop()
      await http.close()
      await clearAway([...made, parts], directory)
    },
  }
}

async function clearAway(made: readonly Pick<TestParts, 'drop'>[], directory: string): Promise<void> {
  await Promise.all(made.map((one) => one.drop()))
  await rm(directory, { recursive: true, force: true })
}

/** Applications of tests are on this machine. */
const nearby = {
  'application-here': {
    purpose: 'tells applications of sign-outs',
    hosts: ['127.0.0.1', 'localhost'],
    ports: 'any',
    schemes: ['http'],
    reach: 'loopback',
  },
} as const

interface Place {
  readonly publicUrl: string
  readonly port: number
  readonly authenticate: Authenticate
}

function edge({ clock, log }: { clock: TestClock; log: Log }, place: Place): Http {
  return createHttp({
    ...place,
    host: '127.0.0.1',
    trustedProxies: [],
    rateLimits: false,
    log,
    metrics: createMetrics({ process: false }),
    clock,
  })
}

/** By bot token, by the session cookie, or by a header that only tests have. */
function authenticateBy(given: TestParts['calls']): Authenticate {
  const calls = given.of(contract)
  const accountCalls = given.of(accountsContract)
  return async (request) => {
    const authorization = request.header('authorization')
    if (authorization?.startsWith('Bot ')) {
      const bot = await calls.authenticateBot({ token: authorization.slice(4) })
      if (!bot) refuse(edgeRefusals.not_signed_in)
      return { actor: { accountId: bot.accountId, bot: true }, session: null, administrator: false }
    }
    if (authorization !== undefined) refuse(edgeRefusals.not_signed_in)
    const token = request.cookie('session')
    if (token !== undefined) {
      const account = request.header('alles-account')
      const found = await accountCalls.authenticateSession({
        token,
        ...(account !== undefined && { account }),
      })
      if (!found) return null
      const { accountId, sessionId: id, personId, provedAt, administrator } = found
      return { actor: { accountId, bot: false }, session: { id, personId, provedAt }, administrator }
    }
    const accountId = request.header('test-account')
    if (accountId === undefined) return null
    const session = { id: accountId, personId: accountId, provedAt: Date.now() }
    return {
      actor: { accountId, bot: false },
      session,
      administrator: request.header('test-administrator') !== undefined,
    }
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
