import { told } from '../eyes.ts'
import type { Face } from '../faces.ts'
import { listen, type World } from '../world.ts'
import { isPresence, lifeOf, ofEach, type Observation } from './observation.ts'

interface Written {
  readonly id: string
  readonly author: { readonly id: string }
}

/** What somebody sees who is in one guild with both. */
export const chatObservations: readonly Observation[] = [
  ofEach('the user', async (eyes, face, { watcher }) =>
    told(await eyes.ask({ method: 'GET', path: `/api/v10/users/${face.id}`, by: watcher })),
  ),
  ofEach('the member', async (eyes, face, { watcher, guild }) =>
    told(
      await eyes.ask({
        method: 'GET',
        path: `/api/v10/guilds/${guild.id}/members/${face.id}`,
        by: watcher,
      }),
    ),
  ),
  ofEach('its messages', async (eyes, face, { watcher, guild }) => {
    const messages: Written[] = []
    for (let before = ''; ;) {
      const path = `/api/v10/channels/${guild.channel}/messages?limit=100${before}`
      const page = told(await eyes.ask({ method: 'GET', path, by: watcher })) as unknown as Written[]
      messages.push(...page)
      const last = page.at(-1)
      if (!last) return messages.filter(({ author }) => author.id === face.id)
      before = `&before=${last.id}`
    }
  }),
  ofEach('what it reacted to and voted for', async (eyes, face, world) => {
    const { messageId, pollId } = lifeOf(world, face)
    const path = `/api/v10/channels/${world.guild.channel}`
    const reactions = `${path}/messages/${messageId}/reactions/${encodeURIComponent('🌱')}`
    const by = world.watcher
    return [
      told(await eyes.ask({ method: 'GET', path: reactions, by })),
      told(await eyes.ask({ method: 'GET', path: `${path}/polls/${pollId}/answers/1`, by })),
    ]
  }),
  ofEach('the thread it opened, and who follows it', async (eyes, face, world) => {
    const path = `/api/v10/channels/${lifeOf(world, face).threadId}`
    const by = world.watcher
    return [
      told(await eyes.ask({ method: 'GET', path, by })),
      told(await eyes.ask({ method: 'GET', path: `${path}/thread-members?with_member=true`, by })),
    ]
  }),
  ofEach('what the gateway told of it', async (_, face, { heard }) =>
    heard.frames
      .filter(
        (frame) => frame.t !== null && frame.t !== 'READY' && !isPresence(frame) && names(frame.d, face),
      )
      .map(({ t, d }) => [t, d]),
  ),
  {
    name: 'what a new connection is told of it',
    async see(_, { a, b }, world) {
      const socket = await listen(world.server.origin, world.watcher)
      await socket.until(({ t, d }) => t === 'GUILD_CREATE' && (d as { id: string }).id === world.guild.id)
      const frames = socket.frames
      socket.close()
      return { a: entriesOf(frames, a), b: entriesOf(frames, b) }
    },
  },
  ofEach('its bot', async (eyes, face, world) => {
    const by = { headers: { authorization: `Bot ${lifeOf(world, face).botToken}` } }
    return [
      told(await eyes.ask({ method: 'GET', path: '/api/v10/oauth2/applications/@me', by })),
      told(await eyes.ask({ method: 'GET', path: '/api/v10/users/@me', by })),
      told(await eyes.ask({ method: 'GET', path: '/api/v10/users/@me/guilds', by })),
    ]
  }),
  ofEach('its application', async (eyes, face, world) => {
    const path = `/api/v10/oauth2/authorize?client_id=${lifeOf(world, face).applicationId}&scope=bot`
    return told(await eyes.ask({ method: 'GET', path, by: world.watcher }))
  }),
]

function names(value: unknown, face: Face): boolean {
  const text = JSON.stringify(value)
  return face.names.some((name) => text.includes(name))
}

/** Of every list and object at the first two levels of the frames, presences left out, what names the account. */
function entriesOf(frames: World['heard']['frames'], face: Face): unknown {
  return frames
    .filter((frame) => !isPresence(frame))
    .flatMap(({ t, d }) =>
      Object.entries({ ...(d as object | null), presences: [] }).flatMap(([key, value]: [string, unknown]) =>
        Array.isArray(value)
          ? value.filter((one) => names(one, face)).map((one: unknown) => [t, key, one])
          : names(value, face)
            ? [[t, key, value]]
            : [],
      ),
    )
}
