import { GatewaySocket } from '../support/gateway.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { openEyes, told, type Eyes } from './eyes.ts'
import { newcomer, siblingOf, type Face } from './faces.ts'
import { liveTheSame, type Life } from './live-the-same.ts'
import type { Party } from './sign-in-with.ts'

/** Two accounts: of one person, or of two. Nothing else tells the pairs apart. */
export interface Pair {
  readonly linked: boolean
  readonly a: Face
  readonly b: Face
}

export interface World {
  readonly server: TestServer
  readonly eyes: Eyes
  /** Somebody who owns a guild that everybody is in, and hears all that is told there. */
  readonly watcher: Face
  readonly guild: { readonly id: string; readonly channel: string }
  readonly heard: GatewaySocket
  /** Applications of others. */
  readonly parties: readonly Party[]
  readonly pairs: readonly Pair[]
  readonly lives: ReadonlyMap<Face, Life>
  stop(): Promise<void>
}

/** A system with so many pairs of each kind, all of which did the same in an order of chance. */
export async function startWorld(pairsOfEach: number): Promise<World> {
  const server = await startServer({
    env: { ALLES_RATE_LIMITS: 'off', ALLES_EXPORT_DELAY_HOURS: '0', ALLES_REGISTRATION: 'open' },
  })
  const eyes = openEyes(server)
  const watcher = await newcomer(server.origin)
  const guild = await openGuild(eyes, watcher)
  const heard = await listen(server.origin, watcher)
  const alive = setInterval(() => void heard.say(1, null), 20_000)
  // The first bot of a name has it without digits.
  await makeParty(eyes, watcher, 'Sundial')
  const parties = [await makeParty(eyes, watcher, 'Almanac'), await makeParty(eyes, watcher, 'Barometer')]
  const pairs: Pair[] = []
  for (let index = 0; index < pairsOfEach; index += 1) {
    const a = await newcomer(server.origin)
    pairs.push({ linked: true, a, b: await siblingOf(a) })
    pairs.push({ linked: false, a: await newcomer(server.origin), b: await newcomer(server.origin) })
  }
  const world = { server, eyes, watcher, guild, heard, parties, pairs, lives: new Map<Face, Life>() }
  for (const face of shuffled(pairs.flatMap(({ a, b }) => [a, b])))
    world.lives.set(face, await liveTheSame(world, face))
  return {
    ...world,
    async stop() {
      clearInterval(alive)
      heard.close()
      await server.remove()
    },
  }
}

async function openGuild(eyes: Eyes, by: Face): Promise<World['guild']> {
  const { id } = told(
    await eyes.ask({ method: 'POST', path: '/api/v10/guilds', by, body: { name: 'Allotment' } }),
  ) as { id: string }
  const channels = told(await eyes.ask({ method: 'GET', path: `/api/v10/guilds/${id}/channels`, by })) as {
    id: string
    type: number
  }[]
  return { id, channel: channels.find((one) => one.type === 0)?.id ?? '' }
}

/** Somebody's open client. */
export async function listen(origin: string, face: Face): Promise<GatewaySocket> {
  const socket = new GatewaySocket(origin, { headers: { cookie: face.person.cookie, origin } })
  await socket.say(2, { token: '', properties: {}, account: face.id })
  await socket.event('READY')
  return socket
}

async function makeParty(eyes: Eyes, by: Face, name: string): Promise<Party> {
  const callback = `https://${name.toLowerCase()}.example/back`
  const body = {
    name,
    redirect_uris: [callback],
    terms_url: 'https://example.org/terms',
    privacy_url: 'https://example.org/privacy',
  }
  const made = told(await eyes.ask({ method: 'POST', path: '/api/alles/applications', by, body }))
  const bot = `/api/alles/applications/${made.application.id}/bot`
  told(await eyes.ask({ method: 'POST', path: bot, by }))
  return { id: made.application.id, secret: made.client_secret, callback }
}

/** In an order of chance. */
export function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
