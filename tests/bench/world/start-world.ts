import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '@alles/platform/log'
import { postgresUrl, startEmbedded, type Embedded } from '@alles/platform/postgres'
import { makeGuild, type TestGuild, type TestPerson } from '../../support/person.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { cores, pin } from '../load/cores.ts'
import { settle, addMembers } from './settle.ts'
import { signEverybodyIn } from './sign-everybody-in.ts'
import { openStores, type Stores } from './stores.ts'
import type { World, WorldSize } from './world.ts'

/** A world and the server it lives in, alone on its core; PostgreSQL is where this process is. */
export interface RunningWorld {
  readonly world: World
  pid(): number
  /** Stops the server, lets `work` change what it stores, and starts it again. */
  whileStopped(work: (stores: Stores) => Promise<void>): Promise<void>
  remove(): Promise<void>
}

export async function startWorld(size: WorldSize): Promise<RunningWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'alles-bench-'))
  const directory = join(folder, 'data')
  const postgres = await startEmbedded({ directory: join(folder, 'postgres'), log: silentLog })
  const env = { ALLES_POSTGRES_URL: postgresUrl(postgres.admin).reveal(), ALLES_RATE_LIMITS: 'off' }
  let server = await startPinned({ directory, env })
  const whileStopped = async (work: (stores: Stores) => Promise<void>) => {
    await server.stop()
    await withStores(postgres, directory, work)
    server = await startPinned({ directory, env, port: server.port })
  }
  const people = await signEverybodyIn(server, size.authors + size.listeners + size.loners)
  const authors = people.slice(0, size.authors)
  const listeners = people.slice(size.authors, size.authors + size.listeners)
  const made = await makeGuilds(authors.slice(0, size.guilds + size.smallGuilds))
  const guildIds = made.map((guild) => guild.id)
  const [hot] = await makeGuilds(listeners.slice(0, 1))
  if (!hot) throw new Error('nobody listens')
  let guilds: World['guilds'] = []
  await whileStopped(async (stores) => {
    guilds = await settle(stores, { guildIds, authors, size })
    const others = [...authors.slice(0, 100), ...listeners.slice(1)]
    await addMembers(
      stores,
      others.map(({ id }) => ({ guildId: hot.id, id })),
    )
  })
  return {
    world: {
      origin: server.origin,
      authors,
      guilds,
      hot: {
        id: hot.id,
        channels: [hot.channel],
        members: authors.slice(0, 100).map((_, at) => at),
      },
      listeners: listeners.map((one) => one.cookie),
      loners: people.slice(size.authors + size.listeners),
    },
    pid: () => server.process.pid ?? 0,
    whileStopped,
    async remove() {
      await server.stop()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startPinned(options: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const server = await startServer(options)
  pin(server.process.pid ?? 0, cores.server)
  return server
}

async function withStores(
  postgres: Embedded,
  directory: string,
  work: (stores: Stores) => Promise<void>,
): Promise<void> {
  const stores = await openStores(postgres, directory)
  try {
    await work(stores)
  } finally {
    await stores.close()
  }
}

/** One guild of each owner, one after the other. */
async function makeGuilds(owners: readonly TestPerson[]): Promise<TestGuild[]> {
  const made: TestGuild[] = []
  for (const owner of owners) made.push(await makeGuild(owner, `Allotment ${made.length}`))
  return made
}
