import { told } from '../eyes.ts'
import { listen, type World } from '../world.ts'
import type { Observation } from './observation.ts'

/** What somebody sees who is in one guild with both, while both are here and their persons switch to them. */
export const switchObservations: readonly Observation[] = [
  {
    name: 'what the gateway tells when they are switched to',
    async see(eyes, pair, world) {
      const here = [await listen(world.server.origin, pair.a), await listen(world.server.origin, pair.b)]
      await said(world, 'Before')
      const from = world.heard.frames.length
      for (const { id, person } of [pair.a, pair.b]) {
        const by = { headers: { cookie: person.cookie } }
        const body = { account: id }
        told(await eyes.ask({ method: 'POST', path: '/api/alles/session/switch', by, body }))
      }
      await said(world, 'After')
      const frames = eyes.heard(world.heard.frames.slice(from), pair)
      const open = here.map((socket) => socket.isOpen)
      for (const socket of here) socket.close()
      return { open, told: frames.filter(({ t, d }) => t !== null && !isSaid(d)).map(({ t, d }) => [t, d]) }
    },
  },
]

/** What was told before a message that was heard was told by then. */
async function said({ eyes, watcher, guild, heard }: World, content: string): Promise<void> {
  const path = `/api/v10/channels/${guild.channel}/messages`
  const { id } = told(await eyes.ask({ method: 'POST', path, by: watcher, body: { content } }))
  await heard.until(({ t, d }) => t === 'MESSAGE_CREATE' && (d as { id: string }).id === id)
}

function isSaid(d: unknown): boolean {
  return ['Before', 'After'].includes((d as { content?: string } | null)?.content ?? '')
}
