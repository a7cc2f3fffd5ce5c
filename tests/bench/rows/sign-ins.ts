import { availableParallelism } from 'node:os'
import { signUp, type TestGuild, type TestPerson } from '../../support/person.ts'
import { startChild } from '../load/child.ts'
import { withCallers } from '../load/caller.ts'
import { callers, type Answers } from '../load/measure.ts'
import { steadySends } from './sends.ts'

const connections = 50
const people = 10
const unrelatedPerSecond = 100

/** What signing in at 50 places at once comes to, and what somebody else waits for meanwhile. */
export interface SignIns {
  readonly signIns: Answers
  /** A message sent at a steady rate while nobody signs in, and while 50 do. */
  readonly idle: Answers
  readonly meanwhile: Answers
}

export async function signIns(person: TestPerson, guild: TestGuild, seconds: number): Promise<SignIns> {
  const { origin } = person
  const known: TestPerson[] = []
  for (let count = 0; count < people; count += 1) known.push(await signUp(origin))
  const pick = () => ({ channel: guild.channel, cookie: person.cookie })
  const others = () => steadySends(origin, pick, { perSecond: unrelatedPerSecond })
  const idle = await others()
  return withCallers(origin, connections, async (open) => {
    const once = async (caller: number) => {
      const who = known[caller % people]
      const body = JSON.stringify({ login: who?.username, password: who?.password })
      await open[caller]?.call({ method: 'POST', path: '/api/alles/session', cookie: '', body })
    }
    const alone = await callers(connections, seconds, once)
    const [, meanwhile] = await Promise.all([callers(connections, seconds, once), others()])
    return { signIns: alone, idle, meanwhile }
  })
}

/** Bare argon2id hashes at the server's cost, as many at once as it runs, in a process that does nothing else. */
export async function bareHashes(seconds: number): Promise<number> {
  const running = Math.max(1, availableParallelism() - 1)
  const child = startChild('baselines/bare-hashes.ts', [String(running), String(seconds)])
  const perSecond = Number(await child.line())
  await child.end()
  return perSecond
}
