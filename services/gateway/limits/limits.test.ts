import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testClock } from '@alles/platform/testing'
import { intents } from '../protocol/intents.ts'
import {
  startGateway,
  type GatewayProcess,
  type Person,
  type RunningGateway,
} from '../testing/start-gateway.ts'
import { mostLive } from '../sessions/sessions.ts'
import { StartLimit, startsADay, startsAtOnce, startsOfPeople } from './start-limit.ts'

let running: RunningGateway
let other: GatewayProcess
let owner: Person

beforeAll(async () => {
  running = await startGateway()
  other = await running.another()
  owner = await running.person()
})
afterAll(() => running.stop())

const identify = { intents: intents.GUILDS, properties: {} }
type Bot = Awaited<ReturnType<RunningGateway['bot']>>

const limitOf = async (bot: Bot) => (await bot.api.getGatewayBot({})).session_start_limit

describe('what a bot begins', () => {
  test('is counted in every process, and told with how many are left until when', async () => {
    const bot = await running.bot(owner)
    const fresh = { total: startsADay, remaining: startsADay, reset_after: 0, max_concurrency: startsAtOnce }
    expect(await limitOf(bot)).toEqual(fresh)
    await (await bot.session(identify)).cut()
    await (await bot.session(identify, other)).cut()
    await expect.poll(async () => (await limitOf(bot)).remaining).toBe(startsADay - 2)
    running.clock.advance(3_600_000)
    expect((await limitOf(bot)).reset_after).toBe(23 * 3_600_000)
    running.clock.advance(23 * 3_600_000)
    expect(await limitOf(bot)).toEqual(fresh)
  })

  test('in five seconds is limited: one more is Invalid Session, in another process too', async () => {
    const bot = await running.bot(owner)
    for (let count = 0; count < startsAtOnce; count += 1) await (await bot.session(identify)).cut()
    // Processes tell each other of it a moment later.
    await new Promise((resolve) => setTimeout(resolve, 200))
    const client = await bot.connect(undefined, other)
    client.say(2, { token: bot.token, ...identify })
    expect((await client.frame((frame) => frame.op === 9)).d).toBe(false)
    running.clock.advance(5000)
    client.say(2, { token: bot.token, ...identify })
    await client.event('READY')
    await client.cut()
  })

  test('is known to a process that starts later', async () => {
    const bot = await running.bot(owner)
    await (await bot.session(identify)).cut()
    const later = await running.another()
    for (let count = 1; count < startsAtOnce; count += 1) await (await bot.session(identify, later)).cut()
    await expect.poll(async () => (await limitOf(bot)).remaining).toBe(startsADay - startsAtOnce)
    await later.stop()
  })
})

test('a thousand a day, sixteen in five seconds for bots, a hundred a minute for people', () => {
  const limit = new StartLimit()
  const clock = testClock()
  const begin = (bot: boolean) => {
    const verdict = limit.judge('1', bot, clock.now())
    if (verdict === 'begin') limit.count({ accountId: '1', bot, count: 1 }, clock.now())
    return verdict
  }
  for (let begun = 0; begun < startsADay; begun += 1) {
    if (begun % startsAtOnce === 0) {
      if (begun > 0) expect(begin(true)).toBe('later')
      clock.advance(5000)
    }
    expect(begin(true)).toBe('begin')
  }
  expect(begin(true)).toBe('never')
  clock.advance(24 * 3_600_000)
  expect(begin(true)).toBe('begin')
  for (let begun = 0; begun < startsOfPeople; begun += 1) expect(begin(false)).toBe('begin')
  expect(begin(false)).toBe('later')
  clock.advance(60_000)
  expect(begin(false)).toBe('begin')
})

test('who guesses tokens is closed with 4008 soon, and others at the same address wait with them', async () => {
  const alone = await startGateway()
  const codes = new Set<number>()
  for (let tries = 0; tries < 70; tries += 1) {
    const client = await alone.nobody.connect()
    client.say(2, { token: 'guess' })
    codes.add(await client.code())
  }
  expect([...codes]).toEqual([4004, 4008])
  alone.clock.advance(60_000)
  await (await (await alone.person()).session()).cut()
  await alone.stop()
})

/** What comes of one more session: READY, or the close code. */
async function tryOne(who: Person, at?: GatewayProcess): Promise<string | number> {
  const client = await who.connect(undefined, at)
  client.say(2, { token: '' })
  const ready = client.frame(({ t }) => t === 'READY').then(() => 'READY')
  const outcome = await ready.catch(() => client.code())
  await client.cut()
  return outcome
}

describe('open sessions', () => {
  test('of an account are counted in all processes together', async () => {
    const ada = await running.person()
    const clients = await Promise.all(
      Array.from({ length: mostLive.people }, (_, index) =>
        ada.session({}, index % 2 === 0 ? other : undefined),
      ),
    )
    for (const process of [undefined, other]) await expect.poll(() => tryOne(ada, process)).toBe(4008)
    for (const client of clients) await client.cut()
    await expect.poll(() => tryOne(ada, other)).toBe('READY')
  })

  test('of a process that was killed count no more', async () => {
    const grace = await running.person()
    const doomed = await running.another()
    await Promise.all(Array.from({ length: mostLive.people }, () => grace.session({}, doomed)))
    await expect.poll(() => tryOne(grace)).toBe(4008)
    await doomed.kill()
    await expect.poll(() => tryOne(grace), { timeout: 5000 }).toBe('READY')
  })
})
