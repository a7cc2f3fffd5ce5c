import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accountsContract from '@alles/accounts/contract'
import { accounts } from '@alles/accounts/service'
import * as keysContract from '@alles/keys/contract'
import { keys } from '@alles/keys/service'
import { media, type MediaOptions } from '@alles/media/service'
import { httpClient, Refusal, type ClientOf, type WireRequest } from '@alles/platform/contract'
import type { Http } from '@alles/platform/http'
import {
  asAccount,
  testParts,
  testProcess,
  type TestClock,
  type TestDatabase,
  type TestParts,
} from '@alles/platform/testing'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { chat } from '../service.ts'

/** Somebody who uses the chat as clients do. */
export interface Person {
  readonly id: string
  readonly bot: boolean
  /** The HTTP calls of the contract, by this account. */
  readonly api: ClientOf<typeof contract>
  /** What its connections would hear of a guild, as dispatched to accounts. */
  readonly heard: contract.Dispatch[]
}

/** The chat service with real keys, accounts, databases and HTTP. */
export interface RunningChat {
  readonly clock: TestClock
  readonly storage: TestDatabase<Schema>
  readonly parts: TestParts<Schema>
  /** The databases of accounts, media and keys, as their owners. */
  readonly accountsAdmin: TestDatabase['admin']
  readonly keysAdmin: TestDatabase['admin']
  readonly mediaAdmin: TestDatabase['admin']
  readonly accounts: ClientOf<typeof accountsContract>
  readonly keys: ClientOf<typeof keysContract>
  /** The internal calls. */
  readonly internal: ClientOf<typeof contract>
  person(name?: string): Promise<Person>
  bot(): Promise<Person>
  /** One whom `accounts` knows for no bot, which takes a password. */
  human(name: string): Promise<Person>
  /** The calls of somebody, with more headers. */
  clientOf(person: Person, headers: Record<string, string>): Person['api']
  /** Calls without a credential. */
  readonly nobody: ClientOf<typeof contract>
  /** From now on, what is dispatched to members of a guild, but for its audit log, which speaks of everything again. */
  listen(guildId: string): contract.Dispatch[]
  /** From now on, everything that is dispatched to members of a guild. */
  listenToEverything(guildId: string, hear: (one: contract.Dispatch) => void): void
  /** From now on, what is dispatched of a guild's audit log. */
  listenToAuditLog(guildId: string): contract.Dispatch[]
  state(guildId: string): Promise<contract.GuildState>
  /** Forgets what is in memory of a guild, after the test itself changed what is stored. */
  evict(guildId: string): void
  /** Null where the account is not in the guild. */
  member(guildId: string, accountId: string): Promise<contract.MemberState | null>
  /** A guild with members, who joined by an invite in this order. */
  guildOf(owner: Person, ...members: Person[]): Promise<{ id: string; channelId: string; categoryId: string }>
  /** The code of a refusal, `done` where there was none. */
  codeOf(work: Promise<unknown>): Promise<string>
  stop(): Promise<void>
}

/** `given.previews`: where links may be looked up. */
export async function startChat(given: Pick<MediaOptions, 'previews'> = {}): Promise<RunningChat> {
  const { parts, keysAdmin, mediaAdmin, accountsAdmin, stop } = await startServices(given)
  const { storage, clock, calls } = parts
  if (!storage) throw new Error('chat stores something')
  const internal = calls.of(contract)
  const client = (headers: Record<string, string>) =>
    httpClient(contract, (request) => inject(parts.http, request, headers))
  const { person, human, listen } = people(parts, client)
  return {
    clock,
    storage,
    parts,
    accountsAdmin,
    mediaAdmin,
    keysAdmin,
    accounts: calls.of(accountsContract),
    keys: calls.of(keysContract),
    internal,
    clientOf: ({ id, bot }, headers) => client({ ...asAccount(id, { bot }), ...headers }),
    nobody: client({}),
    person: (name) => person(false, name),
    bot: () => person(true),
    human,
    ...listening(parts, listen),
    async state(guildId) {
      const state = await internal.guildState({ guildId })
      if (!state) throw new Error('there is no such guild')
      return state
    },
    async member(guildId, accountId) {
      const [member] = await internal.guildMembers({ guildId, accountIds: [accountId] })
      return member ?? null
    },
    guildOf: (owner, ...members) => makeGuild(clock, owner, members),
    codeOf,
    stop,
  }
}

/** Chat and what it calls, each with a database of its own. */
async function startServices(given: Pick<MediaOptions, 'previews'>) {
  const shared = testProcess()
  const directory = await mkdtemp(join(tmpdir(), 'alles-chat-'))
  const keysParts = await testParts(keys, shared)
  const mediaParts = await testParts(media, shared)
  const accountsParts = await testParts(accounts, shared)
  const parts = await testParts<Schema>(chat, shared)
  const stops = [
    await keys.start(keysParts, { directory: join(directory, 'keys') }),
    await media.start(mediaParts, {
      blobs: { folder: join(directory, 'blobs') },
      publicUrl: 'http://localhost:3000',
      ...given,
    }),
    await accounts.start(accountsParts, { registration: { mode: 'open', fixed: false } }),
    await chat.start(parts, {}),
  ]
  const accountsAdmin = accountsParts.storage?.admin
  const mediaAdmin = mediaParts.storage?.admin
  const keysAdmin = keysParts.storage?.admin
  if (!accountsAdmin || !mediaAdmin || !keysAdmin) throw new Error('each of them stores something')
  return {
    parts,
    keysAdmin,
    mediaAdmin,
    accountsAdmin,
    async stop() {
      for (const stop of stops.toReversed()) await stop()
      await parts.http.close()
      await Promise.all([parts.drop(), accountsParts.drop(), mediaParts.drop(), keysParts.drop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}

type Client = ClientOf<typeof contract>
type Listen = ReturnType<typeof people>['listen']

/** Hearing what is dispatched, and making the service forget. */
function listening(
  parts: TestParts<Schema>,
  listen: Listen,
): Pick<RunningChat, 'listen' | 'listenToEverything' | 'listenToAuditLog' | 'evict'> {
  return {
    listen: (guildId) => listen(contract.guildTopic(guildId), ({ t }) => t !== auditEntry),
    listenToEverything: (guildId, hear) => {
      parts.bus.subscribe(contract.guildTopic(guildId), contract.dispatch, hear)
    },
    listenToAuditLog: (guildId) => listen(contract.guildTopic(guildId), ({ t }) => t === auditEntry),
    evict(guildId) {
      parts.bus.publish(contract.guildsTopic, contract.guildChanged, {
        guildId,
        version: null,
        threadsVersion: null,
        members: null,
      })
    },
  }
}

/** Everybody has just proved who they are. */
const farAway = 8_000_000_000_000_000
const auditEntry = 'GUILD_AUDIT_LOG_ENTRY_CREATE'

/** Makes accounts, and hears what is dispatched to them. */
function people({ calls, bus, ids }: TestParts<Schema>, client: (headers: Record<string, string>) => Client) {
  const accountCalls = calls.of(accountsContract)
  let count = 0
  const listen = (topic: string, counts: (one: contract.Dispatch) => boolean = () => true) => {
    const heard: contract.Dispatch[] = []
    bus.subscribe(topic, contract.dispatch, (one) => {
      if (counts(one)) heard.push(one)
    })
    return heard
  }
  const person = async (bot: boolean, name?: string): Promise<Person> => {
    const id = ids.blurred()
    count += 1
    // Accounts of bots need no password to be hashed; whether one acts as a bot is for the request to say.
    await accountCalls.createBotAccount({ id, username: name ?? `somebody_${count}` })
    const heard = listen(contract.accountTopic(id))
    return { id, bot, heard, api: client(asAccount(id, { bot, provedAt: farAway })) }
  }
  const human = async (name: string): Promise<Person> => {
    const password = 'a long and harmless phrase'
    const { accountId: id } = await accountCalls.createByOperator({ username: name, password })
    return {
      id,
      bot: false,
      heard: listen(contract.accountTopic(id)),
      api: client(asAccount(id, { bot: false })),
    }
  }
  return { person, human, listen }
}

async function makeGuild(clock: TestClock, owner: Person, members: readonly Person[]) {
  const { id } = await owner.api.createGuild({ name: 'Reading room' })
  const channels = await owner.api.listChannels({ guildId: id })
  const channelId = channels.find((one) => one.type === 0)?.id ?? ''
  const categoryId = channels.find((one) => one.type === 4)?.id ?? ''
  const { code } = await owner.api.createInvite({ channelId })
  for (const member of members) {
    clock.advance(1000)
    await member.api.acceptInvite({ code })
  }
  await owner.api.deleteInvite({ code })
  return { id, channelId, categoryId }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.kind.code
    throw error
  }
}

async function inject(http: Http, request: WireRequest, headers: Record<string, string>): Promise<Response> {
  const json = request.body !== undefined && { 'content-type': 'application/json' }
  const answer = await http.inject({
    method: request.method as 'GET',
    url: request.path,
    headers: { ...headers, ...json },
    ...(request.body !== undefined && { payload: request.body }),
  })
  return new Response(answer.statusCode === 204 ? null : answer.payload, { status: answer.statusCode })
}
