import type { TestGuild, TestPerson } from '../support/person.ts'
import { freePort } from '../support/server.ts'
import { startChild } from './child.ts'
import { openCaller } from './http-load.ts'
import { callers, steady, type Answers } from './measure.ts'

const connections = 64
type Target = Pick<TestPerson, 'origin' | 'cookie'>

/** Runs `work` with a function that posts messages of about 60 bytes over one of 64 connections. */
async function posting<T>(
  target: Target,
  channel: string,
  work: (post: (caller: number) => Promise<void>) => Promise<T>,
): Promise<T> {
  const path = `/api/v10/channels/${channel}/messages`
  const origin = target.origin.replace('localhost', '127.0.0.1')
  const open = await Promise.all(
    Array.from({ length: connections }, () => openCaller({ origin, path, cookie: target.cookie })),
  )
  let count = 0
  const result = await work(async (caller) => {
    count += 1
    await open[caller]?.post(`{"content":"The water is off from Monday, please drain your pipes ${count}"}`)
  })
  for (const one of open) one.close()
  return result
}

/** Durable sealed sends from 64 connections, as fast as they are answered. */
export function sends(person: TestPerson, guild: TestGuild, seconds: number): Promise<Answers> {
  return posting(person, guild.channel, (post) => callers(connections, seconds, post))
}

/** Sends at a steady rate: what a person waits. Each connection is used by one send at a time. */
export function steadySends(person: TestPerson, guild: TestGuild, perSecond: number): Promise<Answers> {
  return posting(person, guild.channel, async (post) => {
    const idle = Array.from({ length: connections }, (_, caller) => caller)
    const once = async () => {
      const caller = idle.shift()
      if (caller === undefined) throw new Error('every connection is waiting for an answer')
      await post(caller)
      idle.push(caller)
    }
    await steady(perSecond, 1, once)
    return steady(perSecond, 5, once)
  })
}

/** The same posts to the same HTTP stack with an empty handler. */
export async function emptySends(seconds: number): Promise<Answers> {
  const port = await freePort()
  const child = startChild('empty-server.ts', [String(port)])
  await child.line()
  const target = { origin: `http://127.0.0.1:${port}`, cookie: 'session=none' }
  const answers = await posting(target, '1', (post) => callers(connections, seconds, post))
  await child.end()
  return answers
}
