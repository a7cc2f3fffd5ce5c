import { Pool } from 'undici'
import type { TestGuild, TestPerson } from '../support/person.ts'
import { freePort } from '../support/server.ts'
import { startChild } from './child.ts'
import { callers, steady, type Answers } from './measure.ts'

const connections = 64

/** A pool that posts messages of about 60 bytes; rejects on anything but 200. */
function sender(person: Pick<TestPerson, 'origin' | 'cookie'>, channel: string) {
  const pool = new Pool(person.origin, { connections, pipelining: 1 })
  let count = 0
  return {
    async once(): Promise<void> {
      count += 1
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: `/api/v10/channels/${channel}/messages`,
        headers: { cookie: person.cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ content: `The water is off from Monday, please drain your pipes ${count}` }),
      })
      await body.dump()
      if (statusCode !== 200) throw new Error(`a send answered ${statusCode}`)
    },
    close: () => pool.close(),
  }
}

/** Durable sealed sends from 64 connections, as fast as they are answered. */
export async function sends(person: TestPerson, guild: TestGuild, seconds: number): Promise<Answers> {
  const one = sender(person, guild.channel)
  const answers = await callers(connections, seconds, one.once)
  await one.close()
  return answers
}

/** Sends at a steady rate: what a person waits. */
export async function steadySends(person: TestPerson, guild: TestGuild, perSecond: number): Promise<Answers> {
  const one = sender(person, guild.channel)
  await steady(perSecond, 1, one.once)
  const answers = await steady(perSecond, 5, one.once)
  await one.close()
  return answers
}

/** The same posts to the same HTTP stack with an empty handler. */
export async function emptySends(seconds: number): Promise<Answers> {
  const port = await freePort()
  const child = startChild('empty-server.ts', [String(port)])
  await child.line()
  const one = sender({ origin: `http://127.0.0.1:${port}`, cookie: 'session=none' }, '1')
  const answers = await callers(connections, seconds, one.once)
  await one.close()
  await child.end()
  return answers
}
