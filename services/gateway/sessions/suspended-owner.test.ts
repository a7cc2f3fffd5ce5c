import { afterAll, beforeAll, expect, test } from 'vitest'
import { intents } from '../protocol/intents.ts'
import { startGateway, type RunningGateway } from '../testing/start-gateway.ts'

let running: RunningGateway

beforeAll(async () => {
  running = await startGateway()
})
afterAll(() => running.stop())

test('a bot is sent away when its owner is suspended, and comes back once that is taken back', async () => {
  const owner = await running.person()
  const bot = await running.bot(owner)
  const client = await bot.session({ intents: intents.GUILDS })
  await running.accounts.suspend({ accountId: owner.id, suspended: true })
  expect(await client.code()).toBe(4004)
  const again = await bot.connect()
  again.say(2, { token: bot.token, intents: intents.GUILDS })
  expect(await again.code()).toBe(4004)
  await running.accounts.suspend({ accountId: owner.id, suspended: false })
  await (await bot.session({ intents: intents.GUILDS })).cut()
})
