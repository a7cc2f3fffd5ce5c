import { mkdtemp, rm } from 'node:fs/promises'
import type { Duplex } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accountsContract from '@alles/accounts/contract'
import { accounts } from '@alles/accounts/service'
import * as chatContract from '@alles/chat/contract'
import { chat } from '@alles/chat/service'
import { keys } from '@alles/keys/service'
import * as oauthContract from '@alles/oauth/contract'
import { oauth } from '@alles/oauth/service'
import { httpClient, type ClientOf, type WireRequest } from '@alles/platform/contract'
import type { Bus } from '@alles/platform/events'
import { createHttp, type Authenticate, type Http } from '@alles/platform/http'
import { createMetrics, type Metrics } from '@alles/platform/metrics'
import type { AnySchema } from '@alles/platform/postgres'
import type { Calls } from '@alles/platform/service'
import { closedEgress, testParts, testProcess, type TestClock } from '@alles/platform/testing'
import * as contract from '../contract/index.ts'
import { gateway, type GatewayOptions } from '../service.ts'
import { GatewayClient } from './gateway-client.ts'

type Everything = typeof accountsContract & typeof chatContract & typeof oauthContract & typeof contract

/** Somebody with the API and the socket, as clients have them. */
export interface Somebody {
  readonly id: string
  readonly api: ClientOf<Everything>
  /** An open socket, Hello received; to another process where one is given. */
  connect(query?: string, at?: GatewayProcess): Promise<GatewayClient>
  /** A session: READY received, and GUILD_CREATE of each of its guilds. */
  session(identify?: object, at?: GatewayProcess): Promise<GatewayClient>
  /** What an Identify or Resume holds to prove who it is. */
  readonly token: string
}

export interface Person extends Somebody {
  readonly cookie: string
  /** Requests of the same person as another of their accounts. */
  as(accountId: string): Somebody['api']
}

export interface RunningGateway {
  readonly clock: TestClock
  readonly bus: Bus
  readonly metrics: Metrics
  readonly accounts: ClientOf<typeof accountsContract>
  readonly chat: ClientOf<typeof chatContract>
  readonly nobody: Omit<Somebody, 'id' | 'token'>
  person(): Promise<Person>
  /** A bot of `owner`, in the guild where one is given. */
  bot(owner: Person, guildId?: string): Promise<Somebody & { applicationId: string }>
  /** A guild with a text channel; members join by invite. */
  guild(owner: Person, ...members: Person[]): Promise<{ id: string; channelId: string }>
  /** Stops the gateway alone. */
  stopGateway(): Promise<void>
  /** Another gateway process beside the first, on the same bus. */
  another(): Promise<GatewayProcess>
  stop(): Promise<void>
}

/** A gateway with an edge of its own. */
export interface GatewayProcess {
  readonly url: string
  readonly metrics: Metrics
  /** As at a planned end. */
  stop(): Promise<void>
  /** As `kill -9` does: nothing is said any more, and sockets break. */
  kill(): Promise<void>
}

const password = 'correct horse battery staple'

/** `patience`: how long an account may be without a session before its visits end. */
type Given = Pick<GatewayOptions, 'patience'>

/** The gateway on a real port, with all services it calls, real keys and real databases. */
export async function startGateway(given: Given = {}): Promise<RunningGateway> {
  const shared = testProcess()
  const directory = await mkdtemp(join(tmpdir(), 'alles-gateway-'))
  const http = edge(shared)
  const partsOf = (service: { name: string; migrations: URL | null }) =>
    testParts<AnySchema>(service, { ...shared, routes: http.routesFor(service.name) })
  const made = [
    await partsOf(keys),
    await partsOf(accounts),
    await partsOf(chat),
    await partsOf(oauth),
  ] as const
  const others: (() => Promise<void>)[] = []
  const stops = [
    await keys.start(made[0], { directory: join(directory, 'keys') }),
    await accounts.start(made[1], { registration: { mode: 'open', fixed: false } }),
    await chat.start(made[2], {}),
    await oauth.start(made[3], {
      publicUrl: 'http://localhost:3000',
      openRegistration: false,
      mount: (lines, take) => http.mount(lines, take),
      egress: closedEgress,
    }),
  ]
  const first = await startProcess(shared, http, given)
  http.assertComplete(contract, 'gateway')
  const world = { http, url: first.url, calls: shared.calls }
  return {
    clock: shared.clock,
    bus: shared.bus,
    metrics: shared.metrics,
    accounts: shared.calls.of(accountsContract),
    chat: shared.calls.of(chatContract),
    nobody: somebody(world, { id: '', token: 'wrong', headers: {} }),
    person: () => signUp(world),
    bot: (owner, guildId) => makeBot(world, owner, guildId),
    guild: makeGuild,
    stopGateway: first.stop,
    async another() {
      const own = { ...shared, metrics: createMetrics({ process: false }) }
      const other = edge(own)
      const process = await startProcess(own, other, given)
      others.push(async () => {
        await process.stop()
        await other.close()
      })
      return process
    },
    async stop() {
      for (const stop of others) await stop()
      await first.stop()
      for (const stop of stops.toReversed()) await stop()
      await http.close()
      await Promise.all(made.map((one) => one.drop()))
      await rm(directory, { recursive: true, force: true })
    },
  }
}

type Shared = ReturnType<typeof testProcess>

async function startProcess(shared: Shared, http: Http, given: Given): Promise<GatewayProcess> {
  const line = cuttable(shared.bus)
  const parts = await testParts<AnySchema>(gateway, {
    ...shared,
    bus: line.bus,
    routes: http.routesFor('gateway'),
  })
  const sockets = new Set<Duplex>()
  const end = await gateway.start(parts, {
    publicUrl: 'http://localhost:3000',
    secure: false,
    sweepSeconds: 0.05,
    beatMs: 100,
    lingering: { leastMs: 0, mostMs: 0 },
    ...given,
    onUpgrade: (path, take) =>
      http.onUpgrade(path, (upgrade) => {
        sockets.add(upgrade.socket)
        take(upgrade)
      }),
  })
  const port = await http.listen()
  let ended: Promise<void> | undefined
  const stop = () => (ended ??= end())
  return {
    url: `ws://127.0.0.1:${port}/gateway`,
    metrics: shared.metrics,
    stop,
    async kill() {
      line.cut()
      for (const socket of sockets) socket.destroy()
      await stop()
    },
  }
}

/** A process's own way to the bus, that can be cut. */
function cuttable(bus: Bus): { bus: Bus; cut(): void } {
  let whole = true
  return {
    bus: {
      ...bus,
      publish: (...given) => (whole ? bus.publish(...given) : undefined),
      subscribe: (topic, event, listener) =>
        bus.subscribe(topic, event, (data) => (whole ? listener(data) : undefined)),
    },
    cut: () => {
      whole = false
    },
  }
}

interface World {
  readonly http: Http
  readonly url: string
  readonly calls: Calls
}

function edge(shared: ReturnType<typeof testProcess>): Http {
  return createHttp({
    ...shared,
    publicUrl: 'http://localhost:3000',
    host: '127.0.0.1',
    port: 0,
    trustedProxies: [],
    rateLimits: false,
    authenticate: authenticateBy(shared.calls),
  })
}

function authenticateBy(calls: Calls): Authenticate {
  const people = calls.of(accountsContract)
  const bots = calls.of(oauthContract)
  return async (request) => {
    const bot = request.header('authorization')?.slice('Bot '.length)
    const found = bot === undefined ? null : await bots.authenticateBot({ token: bot })
    if (found)
      return { actor: { accountId: found.accountId, bot: true }, session: null, administrator: false }
    const token = request.cookie('session')
    const account = request.header('alles-account')
    const session =
      token === undefined
        ? null
        : await people.authenticateSession({ token, ...(account !== undefined && { account }) })
    return (
      session && {
        actor: { accountId: session.accountId, bot: false },
        session: { id: session.sessionId, personId: session.personId, provedAt: session.provedAt },
        administrator: session.administrator,
      }
    )
  }
}

interface Known {
  readonly id: string
  readonly token: string
  readonly headers: Record<string, string>
}

function somebody({ http, url }: World, { id, token, headers }: Known): Somebody {
  const connect = async (query = '?v=10&encoding=json', at?: GatewayProcess) => {
    const client = new GatewayClient(`${at?.url ?? url}${query}`, token === '' ? headers : {})
    await client.frame((frame) => frame.op === 10)
    return client
  }
  return {
    id,
    token,
    api: httpClient({ ...accountsContract, ...chatContract, ...oauthContract, ...contract }, (request) =>
      inject(http, request, headers),
    ) as ClientOf<Everything>,
    connect,
    async session(identify = {}, at?: GatewayProcess) {
      const client = await connect(undefined, at)
      client.say(2, { token, properties: {}, ...identify })
      const ready = await client.event<{ guilds: { id: string }[] }>('READY')
      for (const { id: guildId } of ready.guilds)
        await client.event<{ id: string }>('GUILD_CREATE', (d) => d.id === guildId)
      return client
    },
  }
}

let count = 0

async function signUp(world: World): Promise<Person> {
  count += 1
  const username = `person_${count}`
  const { accountId } = await world.calls.of(accountsContract).createByOperator({ username, password })
  const answer = await world.http.inject({
    method: 'POST',
    url: '/api/alles/session',
    payload: { login: username, password },
  })
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  const known = { id: accountId, token: '', headers: { cookie } }
  return {
    ...somebody(world, known),
    cookie,
    as: (id) => somebody(world, { ...known, id, headers: { cookie, 'alles-account': id } }).api,
  }
}

async function makeBot(world: World, owner: Person, guildId?: string) {
  const { application } = await owner.api.createApplication({
    name: 'Almanac',
    redirect_uris: [],
    terms_url: 'https://example.org/terms',
    privacy_url: 'https://example.org/privacy',
  })
  const { token } = await owner.api.resetBotToken({ id: application.id })
  if (guildId !== undefined)
    await world.calls.of(chatContract).addBot({
      guildId,
      accountId: application.id,
      permissions: 0n,
      by: { accountId: owner.id, bot: false },
    })
  const headers = { authorization: `Bot ${token}` }
  return { ...somebody(world, { id: application.id, token, headers }), applicationId: application.id }
}

async function makeGuild(owner: Person, ...members: Person[]) {
  const { id } = await owner.api.createGuild({ name: 'Allotment' })
  const channels = await owner.api.listChannels({ guildId: id })
  const channelId = channels.find((channel) => channel.type === 0)?.id ?? ''
  const { code } = await owner.api.createInvite({ channelId })
  for (const member of members) await member.api.acceptInvite({ code })
  return { id, channelId }
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
