import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accountsContract from '@alles/accounts/contract'
import { accounts } from '@alles/accounts/service'
import * as chatContract from '@alles/chat/contract'
import { chat } from '@alles/chat/service'
import * as keysContract from '@alles/keys/contract'
import { keys } from '@alles/keys/service'
import * as oauthContract from '@alles/oauth/contract'
import { oauth } from '@alles/oauth/service'
import { createSealer } from '@alles/platform/catalogue'
import { httpClient, type ClientOf, type WireRequest } from '@alles/platform/contract'
import type { Http } from '@alles/platform/http'
import { createIds, randomBelow } from '@alles/platform/ids'
import type { AnySchema } from '@alles/platform/postgres'
import type { Service } from '@alles/platform/service'
import {
  asCaller,
  testParts,
  testProcess,
  type TestClock,
  type TestDatabase,
  type TestParts,
} from '@alles/platform/testing'
import * as contract from '../contract/index.ts'
import type { DataHolder, PrivacyOptions } from '../privacy.ts'
import { privacy } from '../service.ts'

type Everything = typeof accountsContract & typeof chatContract & typeof oauthContract & typeof contract

/** Somebody who uses everything as clients do. */
export interface Somebody {
  readonly id: string
  readonly personId: string
  readonly api: ClientOf<Everything>
  /** Any request, with its answer as it is. */
  request(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: Buffer }>
}

export interface RunningPrivacy {
  readonly clock: TestClock
  readonly holders: readonly DataHolder[]
  readonly calls: ClientOf<typeof contract>
  readonly accounts: ClientOf<typeof accountsContract>
  readonly keys: ClientOf<typeof keysContract>
  readonly parts: ReadonlyMap<string, TestParts<AnySchema>>
  /** A service's database, as its owner. */
  admin(service: string): TestDatabase['admin']
  /** Somebody who signed in; proved a moment ago who they are, unless said otherwise. */
  person(username: string): Promise<Somebody>
  /** The same person acting as another of their accounts, or with a proof of another age in minutes. */
  as(somebody: Somebody, given: { accountId?: string; provedMinutesAgo?: number }): Somebody
  /** Runs the jobs that are due: of this service, then what they left to chat. */
  drain(): Promise<void>
  stop(): Promise<void>
}

export type Given = Partial<Omit<PrivacyOptions, 'holders'>>

/** This service with all services whose data it walks, real keys and real databases. */
export async function startPrivacy(given: Given = {}): Promise<RunningPrivacy> {
  const process = testProcess()
  const shared = { ...process, ids: createIds(process.clock, 1, randomBelow) }
  const directory = await mkdtemp(join(tmpdir(), 'alles-privacy-'))
  const stops: (() => Promise<void>)[] = []
  const parts = new Map<string, TestParts<AnySchema>>()
  const run = async <Options, Schema>(service: Service<Options, Schema>, options: Options) => {
    const own = parts.get(service.name) ?? (await testParts<AnySchema>(service, shared))
    parts.set(service.name, own)
    stops.push(await service.start(own, options))
  }
  await run(keys, { directory })
  await run(accounts, { registration: 'open' })
  await run(chat, {})
  await run(oauth, {})
  parts.set('privacy', await testParts<AnySchema>(privacy, shared))
  const holders = holdersOf(parts)
  await run(privacy, { graceDays: 0, exportDelayHours: 0, ...given, holders })
  const accountCalls = shared.calls.of(accountsContract)
  return {
    clock: shared.clock,
    holders,
    parts,
    calls: shared.calls.of(contract),
    accounts: accountCalls,
    keys: shared.calls.of(keysContract),
    admin(service) {
      const admin = parts.get(service)?.storage?.admin
      if (!admin) throw new Error(`${service} stores nothing`)
      return admin
    },
    async person(username) {
      const password = 'a good long password'
      const { accountId } = await accountCalls.createByOperator({ username, password })
      const found = await accountCalls.findAccountById({ accountId })
      const someone = somebody(shared, {
        id: accountId,
        personId: found?.personId ?? '',
        provedMinutesAgo: 0,
      })
      await someone.request('POST', '/api/alles/session', { login: username, password })
      return someone
    },
    as: (one, { accountId, provedMinutesAgo }) =>
      somebody(shared, {
        id: accountId ?? one.id,
        personId: one.personId,
        provedMinutesAgo: provedMinutesAgo ?? 0,
      }),
    async drain() {
      for (const name of ['privacy', 'chat']) await parts.get(name)?.jobs.drain()
    },
    async stop() {
      for (const stop of stops.toReversed()) await stop()
      await shared.http.close()
      await Promise.all([...parts.values()].map((one) => one.drop()))
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function holdersOf(parts: ReadonlyMap<string, TestParts<AnySchema>>): DataHolder[] {
  return [keys, accounts, chat, oauth, privacy].flatMap(({ name, catalogue }) => {
    const own = parts.get(name)
    if (!own || !catalogue) return []
    return [{ name, catalogue, database: own.database, sealer: createSealer(own.calls.of(keysContract)) }]
  })
}

interface Known {
  readonly id: string
  readonly personId: string
  readonly provedMinutesAgo: number
}

function somebody({ http, clock }: { http: Http; clock: TestClock }, known: Known): Somebody {
  const { id, personId, provedMinutesAgo } = known
  const headers = () =>
    asCaller({
      actor: { accountId: id, bot: false },
      session: { id: personId, personId, provedAt: clock.now() - provedMinutesAgo * 60_000 },
      administrator: false,
    })
  const everything = { ...accountsContract, ...chatContract, ...oauthContract, ...contract }
  return {
    id,
    personId,
    api: httpClient(everything, (request) => inject(http, request, headers())) as ClientOf<Everything>,
    async request(method, url, payload) {
      const answer = await http.inject({ method, url, headers: headers(), ...(payload && { payload }) })
      return { status: answer.statusCode, body: answer.rawPayload }
    },
  }
}

async function inject(http: Http, request: WireRequest, headers: Record<string, string>): Promise<Response> {
  const answer = await http.inject({
    method: request.method as 'GET',
    url: request.path,
    headers: { ...headers, ...(request.body !== undefined && { 'content-type': 'application/json' }) },
    ...(request.body !== undefined && { payload: request.body }),
  })
  return new Response(answer.statusCode === 204 ? null : answer.payload, { status: answer.statusCode })
}
