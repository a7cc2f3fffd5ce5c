import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as accountsContract from '@alles/accounts/contract'
import { accounts } from '@alles/accounts/service'
import * as chatContract from '@alles/chat/contract'
import { chat } from '@alles/chat/service'
import * as keysContract from '@alles/keys/contract'
import { keys } from '@alles/keys/service'
import { mail } from '@alles/mail/service'
import * as mediaContract from '@alles/media/contract'
import { media } from '@alles/media/service'
import * as oauthContract from '@alles/oauth/contract'
import { oauth } from '@alles/oauth/service'
import { createSealer } from '@alles/platform/catalogue'
import { httpClient, type ClientOf, type WireRequest } from '@alles/platform/contract'
import type { Http } from '@alles/platform/http'
import { createIds, randomBelow } from '@alles/platform/ids'
import type { AnySchema } from '@alles/platform/postgres'
import type { Service } from '@alles/platform/service'
import {
  closedEgress,
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
  /** Any request, with its answer as it is. Bytes are sent as a picture. */
  request(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: Buffer }>
  /** Sends a form with files; answers its status. */
  sendFiles(path: string, form: FormData): Promise<number>
  /** Sends a form as an application does, whoever signed in. */
  submit(path: string, fields: Record<string, string>): Promise<Record<string, string>>
}

export interface RunningPrivacy {
  readonly clock: TestClock
  readonly holders: readonly DataHolder[]
  readonly calls: ClientOf<typeof contract>
  readonly accounts: ClientOf<typeof accountsContract>
  readonly keys: ClientOf<typeof keysContract>
  readonly media: ClientOf<typeof mediaContract>
  readonly parts: ReadonlyMap<string, TestParts<AnySchema>>
  /** A service's database, as its owner. */
  admin(service: string): TestDatabase['admin']
  /** Somebody who signed in; proved a moment ago who they are, unless said otherwise. */
  person(username: string): Promise<Somebody>
  /** The same person acting as another of their accounts, with a proof of another age in minutes, or administering. */
  as(
    somebody: Somebody,
    given: { accountId?: string; provedMinutesAgo?: number; administrator?: boolean },
  ): Somebody
  /** Follows the link that was mailed to an address. */
  proveAddress(address: string): Promise<void>
  /** Names of the files that pictures are kept in. */
  blobs(): Promise<string[]>
  /** Runs the jobs that are due: of this service, then what they left to others. */
  drain(): Promise<void>
  /** Until everything that changed was told of, and the notes of it are gone. */
  untilTold(): Promise<void>
  stop(): Promise<void>
}

export type Given = Partial<Omit<PrivacyOptions, 'holders'>>

function oauthOptions(http: Http) {
  const mount: Http['mount'] = (lines, take) => http.mount(lines, take)
  return { publicUrl: 'http://localhost:3000', openRegistration: false, mount, egress: closedEgress }
}

/** This service with all services whose data it walks, real keys and real databases. */
export async function startPrivacy(given: Given = {}): Promise<RunningPrivacy> {
  const process = testProcess()
  const shared = { ...process, ids: createIds(process.clock, 1, randomBelow) }
  const directory = await mkdtemp(join(tmpdir(), 'alles-privacy-'))
  const stops: (() => Promise<void>)[] = []
  const parts = new Map<string, TestParts<AnySchema>>()
  const run = async <Options, Schema>(service: Service<Options, Schema>, options: Options) => {
    stops.push(await service.start(await partsOf(parts, service, shared), options))
  }
  await run(keys, { directory })
  await run(mail, { directory, publicUrl: 'http://localhost:3000', smtpUrl: null, from: null })
  const folder = join(directory, 'blobs')
  await run(media, { blobs: { folder }, publicUrl: 'http://localhost:3000' })
  await run(accounts, { registration: { mode: 'open', fixed: false } })
  await run(chat, {})
  await run(oauth, oauthOptions(shared.http))
  await partsOf(parts, privacy, shared)
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
    media: shared.calls.of(mediaContract),
    admin: (service) => adminOf(parts, service),
    async person(username) {
      const password = 'a good long password'
      const { accountId } = await accountCalls.createByOperator({ username, password })
      const found = await accountCalls.findAccountById({ accountId })
      const someone = somebody(shared, { id: accountId, personId: found?.personId ?? '' })
      await someone.request('POST', '/api/alles/session', { login: username, password })
      return someone
    },
    as: ({ id, personId }, { accountId = id, ...differing }) =>
      somebody(shared, { ...differing, id: accountId, personId }),
    blobs: () => filesBelow(folder),
    async drain() {
      await drain(parts, ['privacy', 'accounts', 'mail', 'chat'])
      await untilTold(parts)
    },
    untilTold: () => untilTold(parts),
    async proveAddress(address) {
      await drain(parts, ['accounts', 'mail'])
      const payload = { token: await tokenFor(join(directory, 'outbox'), address) }
      await shared.http.inject({ method: 'POST', url: '/api/alles/contact/verify', payload })
    },
    async stop() {
      for (const stop of stops.toReversed()) await stop()
      await shared.http.close()
      await Promise.all([...parts.values()].map((one) => one.drop()))
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Made for a service once, whoever needs them first. */
async function partsOf<Options, Schema>(
  all: Map<string, TestParts<AnySchema>>,
  service: Service<Options, Schema>,
  shared: ReturnType<typeof testProcess>,
): Promise<TestParts<AnySchema>> {
  const own = all.get(service.name) ?? (await testParts<AnySchema>(service, shared))
  all.set(service.name, own)
  return own
}

function adminOf(parts: RunningPrivacy['parts'], service: string): TestDatabase['admin'] {
  const admin = parts.get(service)?.storage?.admin
  if (!admin) throw new Error(`${service} stores nothing`)
  return admin
}

async function drain(parts: RunningPrivacy['parts'], names: readonly string[]): Promise<void> {
  for (const name of names) await parts.get(name)?.jobs.drain()
}

async function untilTold(parts: RunningPrivacy['parts']): Promise<void> {
  const admin = parts.get('chat')?.storage?.admin
  for (const end = Date.now() + 10_000; admin && (await admin`select from outbox limit 1`).length > 0;) {
    if (Date.now() > end) throw new Error('something is not told of for ten seconds')
    await pause(50)
  }
}

/** What stands behind the mark in the link that was mailed to an address last. */
async function tokenFor(outbox: string, address: string): Promise<string> {
  for (const name of (await readdir(outbox)).filter((file) => file.endsWith('.eml'))) {
    const text = (await readFile(join(outbox, name), 'utf8')).replaceAll('=\r\n', '')
    const token = /verify-email#([\w-]{43})/.exec(text)?.[1]
    if (token !== undefined && text.includes(`To: ${address}`)) return token
  }
  throw new Error(`no link was mailed to ${address}`)
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

function holdersOf(parts: ReadonlyMap<string, TestParts<AnySchema>>): DataHolder[] {
  return [keys, mail, media, accounts, chat, oauth, privacy].flatMap(({ name, catalogue }) => {
    const own = parts.get(name)
    if (!own || !catalogue) return []
    return [{ name, catalogue, database: own.database, sealer: createSealer(own.calls.of(keysContract)) }]
  })
}

interface Known {
  readonly id: string
  readonly personId: string
  readonly provedMinutesAgo?: number | undefined
  readonly administrator?: boolean | undefined
}

function somebody({ http, clock }: { http: Http; clock: TestClock }, known: Known): Somebody {
  const { id, personId, provedMinutesAgo = 0, administrator = false } = known
  const headers = () =>
    asCaller({
      actor: { accountId: id, bot: false },
      session: { id: personId, personId, provedAt: clock.now() - provedMinutesAgo * 60_000 },
      administrator,
    })
  const everything = { ...accountsContract, ...chatContract, ...oauthContract, ...contract }
  return {
    id,
    personId,
    api: httpClient(everything, (request) => inject(http, request, headers())) as ClientOf<Everything>,
    async submit(url, fields) {
      const answer = await http.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      })
      return answer.json<Record<string, string>>()
    },
    async sendFiles(url, form) {
      const encoded = new Request('http://localhost/', { method: 'POST', body: form })
      const answer = await http.inject({
        method: 'POST',
        url,
        headers: { ...headers(), 'content-type': encoded.headers.get('content-type') ?? '' },
        payload: Buffer.from(await encoded.arrayBuffer()),
      })
      return answer.statusCode
    },
    async request(method, url, payload) {
      const picture = payload instanceof Uint8Array && { 'content-type': 'image/png' }
      const answer = await http.inject({
        method,
        url,
        headers: { ...headers(), ...picture },
        ...(payload && { payload }),
      })
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
