import { firstIdAt } from '@alles/platform/ids'
import { withCallers } from '../load/caller.ts'
import { callers, type Answers } from '../load/measure.ts'
import type { World } from '../world/world.ts'
import { oneOf } from './sends.ts'

const connections = 32
const days = 30

interface Page {
  readonly channel: string
  readonly query: string
}

async function pages(world: World, seconds: number, next: () => Page): Promise<Answers> {
  const guildOf = new Map(world.guilds.flatMap((guild) => guild.channels.map((id) => [id, guild] as const)))
  return withCallers(world.origin, connections, (open) =>
    callers(connections, seconds, async (number) => {
      const { channel, query } = next()
      const reader = world.authors[oneOf(guildOf.get(channel)?.members ?? [])]
      const path = `/api/v10/channels/${channel}/messages?limit=50${query}`
      await open[number]?.call({ method: 'GET', path, cookie: reader?.cookie ?? '' })
    }),
  )
}

/** Pages of 50 sealed messages from anywhere in the older half of the channels' history. */
export function coldPages(world: World, channels: readonly string[], seconds: number): Promise<Answers> {
  const now = Date.now()
  return pages(world, seconds, () => {
    const before = firstIdAt(Math.floor(now - Math.random() * (days / 2) * 86_400_000))
    return { channel: oneOf(channels), query: `&before=${before}` }
  })
}

/** The newest page of a few busy channels. */
export function hotPages(world: World, channels: readonly string[], seconds: number): Promise<Answers> {
  const busy = channels.slice(0, 20)
  return pages(world, seconds, () => ({ channel: oneOf(busy), query: '' }))
}
