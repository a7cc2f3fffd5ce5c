import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intents } from '../protocol/intents.ts'
import { startsAtOnce } from '../limits/start-limit.ts'
import type { GatewayClient } from '../testing/gateway-client.ts'
import { startGateway, type RunningGateway, type Somebody } from '../testing/start-gateway.ts'
import { mostLive } from './sessions.ts'

let running: RunningGateway

beforeAll(async () => {
  running = await startGateway()
})
afterAll(() => running.stop())

async function fill(who: Somebody, count: number) {
  return Promise.all(Array.from({ length: count }, () => who.session({ intents: intents.GUILDS })))
}

describe('an account', () => {
  test('has fifty open sessions at most, resumed ones among them', async () => {
    const grace = await running.person()
    const [lost, ended, ...others] = await fill(grace, mostLive.people)
    if (!lost || !ended) throw new Error('there are fifty')
    const { session_id } = await lost.event<{ session_id: string }>('READY')
    const resume = { token: '', session_id, seq: lost.sequence }
    const tooMany = await grace.connect()
    tooMany.say(2, { token: '' })
    expect(await tooMany.code()).toBe(4008)
    await lost.cut()
    others.push(await grace.session())
    const early = await grace.connect()
    early.say(6, resume)
    expect(await early.code()).toBe(4008)
    await ended.cut()
    const again = await grace.connect()
    again.say(6, resume)
    await again.event('RESUMED')
    for (const client of [...others, again]) await client.cut()
  })

  test('has a hundred where it is a bot’s, and leaves room for others', async () => {
    const owner = await running.person()
    const bot = await running.bot(owner)
    const clients: GatewayClient[] = []
    while (clients.length < mostLive.bots) {
      clients.push(...(await fill(bot, Math.min(startsAtOnce, mostLive.bots - clients.length))))
      running.clock.advance(5000)
    }
    const tooMany = await bot.connect()
    tooMany.say(2, { token: bot.token, intents: intents.GUILDS })
    expect(await tooMany.code()).toBe(4008)
    await (await owner.session()).cut()
    for (const client of clients) await client.cut()
  })
})
