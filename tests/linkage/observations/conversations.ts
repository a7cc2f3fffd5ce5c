import { told, type Eyes, type Seen } from '../eyes.ts'
import type { Face } from '../faces.ts'
import type { Observation } from './observation.ts'

/** What is seen by who writes to accounts directly, befriends or blocks them. */
export const conversationObservations: readonly Observation[] = [
  {
    name: 'a direct conversation with each of them',
    slow: true,
    see: async (eyes, { a, b }, { watcher }) => ({
      a: told(await open(eyes, watcher, a)),
      b: told(await open(eyes, watcher, b)),
    }),
  },
  {
    name: 'a block of one of them, and what both may do and are told then',
    slow: true,
    async see(eyes, { a, b }, { watcher }) {
      const channels = [told(await open(eyes, a, watcher)).id, told(await open(eyes, b, watcher)).id]
      told(await relate(eyes, 'PUT', { by: watcher, other: a, body: { type: 2 } }))
      const seen = []
      for (const [index, face] of [a, b].entries()) {
        const path = `/api/v10/channels/${channels[index]}/messages`
        seen.push(
          await eyes.ask({ method: 'POST', path, by: face, body: { content: 'Good evening' } }),
          await relate(eyes, 'PUT', { by: face, other: watcher, body: {} }),
          told(await eyes.ask({ method: 'GET', path: '/api/v10/users/@me/relationships', by: face })),
        )
      }
      const known = await eyes.ask({ method: 'GET', path: '/api/v10/users/@me/relationships', by: watcher })
      const named = (told(known) as { id: string }[]).filter(({ id }) => id === a.id || id === b.id)
      for (const by of [a, b]) told(await relate(eyes, 'DELETE', { by, other: watcher }))
      for (const other of [a, b]) told(await relate(eyes, 'DELETE', { by: watcher, other }))
      // In the order of ids, which chance gave them.
      return [seen, named.toSorted((one) => (one.id === a.id ? -1 : 1))]
    },
  },
]

function open(eyes: Eyes, by: Face, other: Face): Promise<Seen> {
  return eyes.ask({
    method: 'POST',
    path: '/api/v10/users/@me/channels',
    by,
    body: { recipient_id: other.id },
  })
}

interface Relating {
  readonly by: Face
  readonly other: Face
  readonly body?: object
}

function relate(eyes: Eyes, method: 'PUT' | 'DELETE', { by, other, body }: Relating): Promise<Seen> {
  const path = `/api/v10/users/@me/relationships/${other.id}`
  return eyes.ask({ method, path, by, ...(body && { body }) })
}
