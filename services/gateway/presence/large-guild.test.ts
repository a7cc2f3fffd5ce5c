import { afterAll, beforeAll, expect, test } from 'vitest'
import { intents } from '../protocol/intents.ts'
import type { GatewayClient } from '../testing/gateway-client.ts'
import { startGateway, type Person, type RunningGateway, type Somebody } from '../testing/start-gateway.ts'

interface Told {
  readonly user: { readonly id: string }
  readonly status: string
}

let running: RunningGateway
let owner: Person
let members: Person[]
let guild: { id: string }

beforeAll(async () => {
  running = await startGateway()
  owner = await running.person()
  members = []
  for (let count = 0; count < 52; count += 1) members.push(await running.person())
  guild = await running.guild(owner, ...members)
})
afterAll(() => running.stop())

const member = (index: number): Person => {
  const found = members[index]
  if (!found) throw new Error('there are fifty-two')
  return found
}
const told = (client: GatewayClient, { id }: Somebody) =>
  client.events<Told>('PRESENCE_UPDATE').filter(({ user }) => user.id === id)
const statusOf = (client: GatewayClient, who: Somebody) =>
  expect.poll(() => told(client, who).at(-1)?.status, { timeout: 5000 })

test('in a large guild one is told of those one looks at, and bots with the intent of everybody', async () => {
  const looking = await owner.session()
  const wide = await owner.session({ large_threshold: 250 })
  const bot = await running.bot(owner, guild.id)
  const machine = await bot.session({ intents: intents.GUILDS | intents.GUILD_PRESENCES })
  const [one, two, three] = [member(0), member(1), member(2)]
  const first = await one.session()
  await statusOf(machine, one).toBe('online')
  await statusOf(wide, one).toBe('online')
  expect(told(looking, one)).toEqual([])

  looking.say(14, { guild_id: guild.id, typing: true, activities: true, members: [one.id, two.id] })
  await statusOf(looking, one).toBe('online')
  const second = await two.session()
  await statusOf(looking, two).toBe('online')

  looking.say(14, { guild_id: guild.id, members: [two.id] })
  looking.say(8, { guild_id: guild.id, user_ids: [three.id], presences: true })
  await looking.event('GUILD_MEMBERS_CHUNK')
  const before = told(looking, one).length
  first.say(3, { status: 'dnd', activities: [] })
  const third = await three.session()
  await statusOf(machine, one).toBe('dnd')
  await statusOf(looking, three).toBe('online')
  expect(told(looking, one)).toHaveLength(before)

  const { presences } = await third.event<{ presences: Told[] }>('GUILD_CREATE')
  expect(presences.map(({ user }) => user.id).filter((id) => id !== three.id)).toEqual([])
  for (const client of [looking, wide, machine, first, second, third]) await client.cut()
})

test('looking at a guild one is not in shows nothing', async () => {
  const stranger = await running.person()
  const client = await stranger.session()
  const one = await member(3).session()
  client.say(14, { guild_id: guild.id, members: [member(3).id] })
  await client.settle()
  expect(client.events('PRESENCE_UPDATE')).toEqual([])
  client.say(14, { guild_id: guild.id, members: 'all' })
  expect(await client.code()).toBe(4002)
  await one.cut()
})
