import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accountsContract from '@alles/accounts/contract'
import { accounts } from '@alles/accounts/service'
import * as keysContract from '@alles/keys/contract'
import { keys } from '@alles/keys/service'
import * as mediaContract from '@alles/media/contract'
import { media } from '@alles/media/service'
import { createSealer } from '@alles/platform/catalogue'
import { createLocalBus, type Bus } from '@alles/platform/events'
import type { Actor, Http } from '@alles/platform/http'
import { createIds, randomBelow, systemClock, type Clock } from '@alles/platform/ids'
import { createMetrics } from '@alles/platform/metrics'
import { openDatabase, type Database } from '@alles/platform/postgres'
import {
  testParts,
  testProcess,
  type TestClock,
  type TestDatabase,
  type TestParts,
} from '@alles/platform/testing'
import { dispatch, type Dispatch, type GuildState } from '../../contract/index.ts'
import type { Schema } from '../../database/types.ts'
import { createGuildStates } from '../../guild-state/guild-states.ts'
import { changeGuild } from '../../guilds/change-guild.ts'
import { createGuild } from '../../guilds/create-guild.ts'
import { addMember, prepareMembership } from '../../members/add-member.ts'
import { OnlineCounts } from '../../guilds/online-counts.ts'
import { membersAlone } from '../../guilds/touched.ts'
import { MemberDirectory } from '../../members/member-directory.ts'
import { NameDirectory } from '../../members/name-directory.ts'
import { createAuthors } from '../../members/authors.ts'
import { joined } from '../../members/member-events.ts'
import { ToldEntries } from '../../outbox/told-entries.ts'
import { Blocks } from '../../relationships/blocks.ts'
import { readReach } from '../../relationships/read-reach.ts'
import { WrittenChannels } from '../../search/written-channels.ts'
import { createMessageWriter } from '../message-writer.ts'
import { ReadyPages } from '../ready-pages.ts'
import type { SendingChat } from '../send-message.ts'
import { createSlowMode } from '../slow-mode.ts'

/** One process that has the chat service, as far as messages need it. */
export interface ChatProcess extends SendingChat {
  /** What it told its connections, in order. */
  readonly heard: Dispatch[]
}

export interface RunningMessages {
  readonly chat: ChatProcess
  readonly clock: TestClock
  readonly storage: TestDatabase<Schema>
  readonly parts: TestParts<Schema>
  readonly http: Http
  /** One more process on the same database, with connections, memory and bus of its own. */
  another(worker: number, given?: { clock?: Clock; database?: Database<Schema> }): ChatProcess
  /** A new account, in no guild. */
  account(): Promise<Actor>
  /** A new guild of `owner` with one text channel. */
  guild(owner: Actor): Promise<GuildState>
  join(guildId: string, account: Actor): Promise<void>
  stop(): Promise<void>
}

const storing = {
  name: 'chat',
  migrations: new URL('../../database/migrations/', import.meta.url),
}

/** Messages with real keys, real accounts and real databases. */
export async function startMessages(): Promise<RunningMessages> {
  const shared = testProcess()
  const directory = await mkdtemp(join(tmpdir(), 'alles-keys-'))
  const keysParts = await testParts(keys, shared)
  const stopKeys = await keys.start(keysParts, { directory: join(directory, 'keys') })
  const accountsParts = await testParts(accounts, shared)
  const mediaParts = await testParts(media, shared)
  const stopMedia = await media.start(mediaParts, {
    blobs: { folder: join(directory, 'blobs') },
    publicUrl: 'http://localhost:3000',
  })
  const stopAccounts = await accounts.start(accountsParts, { registration: { mode: 'open', fixed: false } })
  const parts = await testParts<Schema>(storing, shared)
  const { storage } = parts
  if (!storage) throw new Error('chat stores something')
  const world = { parts, storage }
  const chat = chatProcess(world, { worker: 1, clock: shared.clock, database: parts.database })
  const others: ChatProcess[] = []
  return {
    chat,
    clock: shared.clock,
    storage,
    parts,
    http: parts.http,
    another(worker, given = {}) {
      const database = given.database ?? openDatabase<Schema>(storage.connection)
      const other = chatProcess(world, { worker, clock: given.clock ?? systemClock, database })
      others.push(other)
      return other
    },
    async account() {
      const id = parts.ids.blurred()
      await chat.accounts.createBotAccount({ id, username: `writer_${id}` })
      return { accountId: id, bot: false }
    },
    guild: (owner) => createGuild(chat, owner, { name: 'Reading room' }),
    join: (guildId, account) => joinGuild(chat, guildId, account),
    async stop() {
      await Promise.all([chat, ...others].map((one) => one.writer.stop()))
      await Promise.all(others.map((one) => one.database.close()))
      await stopAccounts()
      await stopMedia()
      await stopKeys()
      await parts.http.close()
      await Promise.all([parts.drop(), accountsParts.drop(), mediaParts.drop(), keysParts.drop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface World {
  readonly parts: TestParts<Schema>
  readonly storage: TestDatabase<Schema>
}

interface ProcessGiven {
  readonly worker: number
  readonly clock: Clock
  readonly database: Database<Schema>
}

function chatProcess({ parts }: World, { worker, clock, database }: ProcessGiven): ChatProcess {
  const { calls, log } = parts
  const keysClient = calls.of(keysContract)
  const accountsClient = calls.of(accountsContract)
  const mediaClient = calls.of(mediaContract)
  const sealer = createSealer(keysClient)
  const metrics = createMetrics({ process: false })
  const local = createLocalBus(log)
  const heard: Dispatch[] = []
  const bus: Bus = {
    ...local,
    publish(topic, event, data) {
      if (event.name === dispatch.name) heard.push(withoutId(data as Dispatch))
      local.publish(topic, event, data)
    },
  }
  const ids = createIds(clock, worker, randomBelow)
  const told = new ToldEntries({ database, bus, log })
  return {
    database,
    sealer,
    keys: keysClient,
    accounts: accountsClient,
    media: mediaClient,
    bus,
    jobs: parts.jobs,
    ids,
    clock,
    log,
    metrics,
    guilds: createGuildStates({ database, sealer, clock }),
    members: new MemberDirectory({ database, sealer }),
    names: new NameDirectory({ database, sealer, log, profiles: accountsClient.profiles }),
    authors: createAuthors({ database, profiles: accountsClient.profiles }),
    blocks: new Blocks((accountId) => readReach({ database, sealer }, accountId)),
    writer: createMessageWriter({ database, sealer, clock, ids, log, metrics, told }),
    told,
    written: new WrittenChannels(bus),
    online: new OnlineCounts(),
    slowMode: createSlowMode(clock, bus),
    pages: new ReadyPages(),
    addresses: () => mediaClient.attachmentAddresses({}),
    isAlone: () => false,
    heard,
  }
}

async function joinGuild(chat: ChatProcess, guildId: string, { accountId }: Actor): Promise<void> {
  const membership = await prepareMembership(chat, guildId, accountId)
  await changeGuild(chat, guildId, {
    apply: (tx) => addMember(chat, tx, { guildId, accountId, membership }),
    touches: (member) => membersAlone({ how: 'joined', member }),
    announce: (guild, member) => joined(chat, guild, member),
  })
}

/** Every telling has an id of its own. */
function withoutId(dispatched: Dispatch): Dispatch {
  const { id: _, ...told } = dispatched
  return told
}
