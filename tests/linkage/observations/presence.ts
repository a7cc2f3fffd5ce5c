import type { GatewaySocket } from '../../support/gateway.ts'
import type { Face } from '../faces.ts'
import { listen, type World } from '../world.ts'
import type { Observation } from './observation.ts'

interface Shown {
  readonly user: { readonly id: string }
  readonly status: string
  readonly client_status: object
}

/** Who is there, as somebody sees it who is in one guild with both. */
export const presenceObservations: readonly Observation[] = [
  {
    name: 'whether one is there while the other is',
    slow: true,
    async see(_, { a, b }, world) {
      const socket = await present(world, world.watcher)
      const one = await present(world, a)
      await one.say(3, { status: 'dnd', since: null, afk: false, activities: [] })
      await acknowledged(one)
      const shown = await shownOf(socket, world, [a, b])
      socket.close()
      one.close()
      const of = ({ id }: Face) => shown.find(({ user }) => user.id === id)
      return { a: of(a)?.status, b: of(b)?.status === 'dnd', clients: of(a)?.client_status }
    },
  },
]

async function present(world: World, face: Face): Promise<GatewaySocket> {
  const socket = await listen(world.server.origin, face)
  await socket.until(({ t, d }) => t === 'GUILD_CREATE' && (d as { id: string }).id === world.guild.id)
  return socket
}

async function acknowledged(socket: GatewaySocket): Promise<void> {
  await socket.say(1, null)
  await socket.until(({ op }) => op === 11)
}

async function shownOf(socket: GatewaySocket, { guild }: World, faces: readonly Face[]): Promise<Shown[]> {
  await socket.say(8, { guild_id: guild.id, user_ids: faces.map(({ id }) => id), presences: true })
  return ((await socket.event('GUILD_MEMBERS_CHUNK')).d as { presences: Shown[] }).presences
}
