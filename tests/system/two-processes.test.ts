import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '@alles/platform/log'
import { postgresUrl, startEmbedded, type Embedded } from '@alles/platform/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLoad, wholeHistory } from '../support/load.ts'
import { invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { pause, startServer, type TestServer } from '../support/server.ts'

let folder = ''
let postgres: Embedded
let one: TestServer
let two: TestServer
let people: [TestPerson, TestPerson]
let guild: TestGuild

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-two-'))
  postgres = await startEmbedded({ directory: join(folder, 'postgres'), log: silentLog })
  const options = {
    directory: join(folder, 'data'),
    env: { ALLES_POSTGRES_URL: postgresUrl(postgres.admin).reveal(), ALLES_RATE_LIMITS: 'off' },
  }
  one = await startServer(options)
  two = await startServer(options)
  people = [await signUp(one.origin), await signUp(two.origin)]
  guild = await makeGuild(people[0])
  await invite(people[0], guild, people[1])
})

afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()])
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Follows the channel as a client does: asks for what came after the last message it has. */
async function follow(reader: TestPerson, until: () => boolean): Promise<string[]> {
  const seen: string[] = []
  let after = '0'
  for (let last = false; ;) {
    const page = await reader.call<{ id: string; content: string }[]>(
      'GET',
      `/api/v10/channels/${guild.channel}/messages?after=${after}&limit=100`,
    )
    const rising = page.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    for (const message of rising) expect(BigInt(message.id)).toBeGreaterThan(BigInt(after))
    seen.push(...rising.map((message) => message.content))
    after = rising.at(-1)?.id ?? after
    if (page.length === 0 && last) return seen
    last = until()
    if (page.length === 0) await pause(2)
  }
}

test('a reader never misses a message while two processes commit groups to one channel', async () => {
  const loads = people.map((person) => startLoad([person], guild, 24))
  let over = false
  const readers = people.map((person) => follow(person, () => over))
  await pause(3000)
  await Promise.all(loads.map((load) => load.stop()))
  over = true
  const acknowledged = loads.flatMap((load) => [...load.acknowledged]).toSorted()
  expect(acknowledged.length).toBeGreaterThan(200)
  for (const seen of await Promise.all(readers)) expect(seen.toSorted()).toEqual(acknowledged)
  expect((await wholeHistory(people[1], guild)).map((message) => message.content).toSorted()).toEqual(
    acknowledged,
  )
})

test('the two processes have different numbers, so their ids never meet', async () => {
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, turn) => makeGuild(people[turn % 2 === 0 ? 0 : 1], `Bed ${turn}`)),
  )
  expect(new Set(made.flatMap((each) => [each.id, each.channel])).size).toBe(80)
})

test('the second says that it is not alone, and leaves the operator’s socket to the first', () => {
  expect(one.output()).not.toContain('operator.elsewhere')
  expect(two.output()).toContain('process.not_alone')
  expect(two.output()).toContain('operator.elsewhere')
})
