import { availableParallelism } from 'node:os'
import { signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { startChild } from './child.ts'
import { openCaller } from './http-load.ts'
import { callers, type Answers } from './measure.ts'
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
  const idle = await steadySends(person, guild, unrelatedPerSecond)
  const target = { origin: origin.replace('localhost', '127.0.0.1'), path: '/api/alles/session', cookie: '' }
  const open = await Promise.all(Array.from({ length: connections }, () => openCaller(target)))
  const once = async (caller: number) => {
    const who = known[caller % people]
    await open[caller]?.post(JSON.stringify({ login: who?.username, password: who?.password }))
  }
  const alone = await callers(connections, seconds, once)
  const [, meanwhile] = await Promise.all([
    callers(connections, seconds, once),
    steadySends(person, guild, unrelatedPerSecond),
  ])
  for (const one of open) one.close()
  return { signIns: alone, idle, meanwhile }
}

/** Bare argon2id hashes at the server's cost, as many at once as it runs, in a process that does nothing else. */
export async function bareHashes(seconds: number): Promise<number> {
  const running = Math.max(1, availableParallelism() - 1)
  const child = startChild('bare-hashes.ts', [String(running), String(seconds)])
  const perSecond = Number(await child.line())
  await child.end()
  return perSecond
}
