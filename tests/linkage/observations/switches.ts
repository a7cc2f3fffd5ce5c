import type { GatewayFrame } from '../../support/gateway.ts'
import { pause } from '../../support/server.ts'
import { told } from '../eyes.ts'
import { listen, type Pair, type World } from '../world.ts'
import { isPresence, type Observation } from './observation.ts'

/** What somebody sees who is in one guild with both, while both are here and their persons switch to them. */
export const switchObservations: readonly Observation[] = [
  {
    name: 'what the gateway tells when they are switched to',
    slow: true,
    async see(eyes, pair, world) {
      const here = [await listen(world.server.origin, pair.a), await listen(world.server.origin, pair.b)]
      // Until it has been told that both are here.
      await pause(600)
      await mark(world)
      const from = world.heard.frames.length
      for (const { id, person } of [pair.a, pair.b]) {
        const by = { headers: { cookie: person.cookie } }
        const body = { account: id }
        told(await eyes.ask({ method: 'POST', path: '/api/alles/session/switch', by, body }))
      }
      const after = await mark(world)
      const frames = eyes.heard(world.heard.frames.slice(from), pair)
      const open = here.map((socket) => socket.isOpen)
      for (const socket of here) socket.close()
      return {
        open,
        told: frames
          .filter((frame) => frame.t !== null && !isOfOthers(frame, pair) && idIn(frame.d) !== after)
          .map(({ t, d }) => [t, d]),
      }
    },
  },
]

/**
 * What was told before a message that was heard was told by then. It is taken back, so that nothing else that is looked at
 * is further away by it. Answers its id.
 */
async function mark({ eyes, watcher, guild, heard }: World): Promise<string> {
  const path = `/api/v10/channels/${guild.channel}/messages`
  const body = { content: 'So far' }
  const { id } = told(await eyes.ask({ method: 'POST', path, by: watcher, body })) as { id: string }
  told(await eyes.ask({ method: 'DELETE', path: `${path}/${id}`, by: watcher }))
  await heard.until(({ t, d }) => t === 'MESSAGE_DELETE' && idIn(d) === id)
  return id
}

/** Others may be leaving meanwhile; these two are not. */
function isOfOthers(frame: GatewayFrame, { a, b }: Pair): boolean {
  const { id } = (frame.d as { user?: { id: string } } | null)?.user ?? {}
  return isPresence(frame) && id !== a.id && id !== b.id
}

function idIn(d: unknown): string | undefined {
  return (d as { id?: string } | null)?.id
}
