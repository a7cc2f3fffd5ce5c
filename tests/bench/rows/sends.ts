import { freePort } from '../../support/server.ts'
import { startChild } from '../load/child.ts'
import { withCallers, type Caller } from '../load/caller.ts'
import { callers, steady, type Answers } from '../load/measure.ts'
import type { World, WorldGuild } from '../world/world.ts'

const connections = 64
let count = 0

/** About 60 bytes, with the moment of sending in front, microseconds since 1970. */
function content(): string {
  count += 1
  const now = Math.round((performance.timeOrigin + performance.now()) * 1000)
  return `{"content":"sent ${now} The water is off, drain your pipes ${count}"}`
}

/** Where the next message goes, and by whom. */
export type Pick = () => { readonly channel: string; readonly cookie: string }

/** Any channel of any of the guilds, by any of its members. */
export function anywhere(world: World, guilds: readonly WorldGuild[] = world.guilds): Pick {
  return () => {
    const guild = oneOf(guilds)
    return { channel: oneOf(guild.channels), cookie: world.authors[oneOf(guild.members)]?.cookie ?? '' }
  }
}

export function oneOf<T>(all: readonly T[]): T {
  const one = all[Math.floor(Math.random() * all.length)]
  if (one === undefined) throw new Error('there is nothing to choose from')
  return one
}

async function send(caller: Caller, pick: Pick): Promise<void> {
  const { channel, cookie } = pick()
  await caller.call({
    method: 'POST',
    path: `/api/v10/channels/${channel}/messages`,
    cookie,
    body: content(),
  })
}

/** Durable sealed sends from 64 connections, as fast as they are answered. */
export function sends(origin: string, pick: Pick, seconds: number): Promise<Answers> {
  return withCallers(origin, connections, (open) =>
    callers(connections, seconds, async (caller) => send(open[caller] ?? oneOf(open), pick)),
  )
}

/** Sends at a steady rate, after a second of warm-up: what a person waits. Each connection carries one send at a time. */
export function steadySends(
  origin: string,
  pick: Pick,
  { perSecond, seconds = 5 }: { readonly perSecond: number; readonly seconds?: number },
): Promise<Answers> {
  return withCallers(origin, connections, async (open) => {
    const idle = [...open]
    const once = async () => {
      const caller = idle.shift()
      if (caller === undefined) throw new Error('every connection is waiting for an answer')
      await send(caller, pick)
      idle.push(caller)
    }
    await steady(perSecond, 1, once)
    return steady(perSecond, seconds, once)
  })
}

/** The same posts to the same HTTP stack with an empty handler, on the server's core. */
export async function emptySends(seconds: number): Promise<Answers> {
  const port = await freePort()
  const child = startChild('baselines/empty-server.ts', [String(port)])
  await child.line()
  child.pinToServerCore()
  const pick = () => ({ channel: '1', cookie: 'session=none' })
  const answers = await sends(`http://127.0.0.1:${port}`, pick, seconds)
  await child.end()
  return answers
}
