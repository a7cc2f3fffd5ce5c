import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { intents } from '../protocol/intents.ts'
import type { GatewayClient } from '../testing/gateway-client.ts'
import {
  startGateway,
  type GatewayProcess,
  type Person,
  type RunningGateway,
  type Somebody,
} from '../testing/start-gateway.ts'

interface Told {
  readonly user: { readonly id: string }
  readonly guild_id: string
  readonly status: string
  readonly activities: readonly { readonly name: string; readonly state?: string }[]
  readonly client_status: Readonly<Record<string, string>>
}

let running: RunningGateway
let other: GatewayProcess
let watcher: Person
let guild: { id: string; channelId: string }
const clients: GatewayClient[] = []

beforeAll(async () => {
  running = await startGateway()
  other = await running.another()
  watcher = await running.person()
  guild = await running.guild(watcher)
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.cut()
})
afterAll(() => running.stop())

async function begin(who: Somebody, identify: object = {}, at?: GatewayProcess): Promise<GatewayClient> {
  const client = await who.session(identify, at)
  clients.push(client)
  return client
}

async function newcomer(): Promise<Person> {
  const person = await running.person()
  const { code } = await watcher.api.createInvite({ channelId: guild.channelId })
  await person.api.acceptInvite({ code })
  return person
}

const told = (client: GatewayClient, { id }: Somebody) =>
  client.events<Told>('PRESENCE_UPDATE').filter(({ user }) => user.id === id)
const last = (client: GatewayClient, who: Somebody) => told(client, who).at(-1)
const statusOf = (client: GatewayClient, who: Somebody) =>
  expect.poll(() => last(client, who)?.status, { timeout: 5000 })
/** Longer than changes are gathered. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 700))

async function presencesAtBeginning(who: Somebody, at?: GatewayProcess) {
  const client = await begin(watcher, {}, at)
  const { presences } = await client.event<{ presences: Told[]; id: string }>(
    'GUILD_CREATE',
    ({ id }) => id === guild.id,
  )
  return presences.filter(({ user }) => user.id === who.id)
}

describe.each(['the same process', 'another process'])('members of a guild, from %s', (where) => {
  const at = () => (where === 'another process' ? other : undefined)

  test('hear who comes, what they say of themselves, and who goes', async () => {
    const seen = await begin(watcher)
    const grace = await newcomer()
    const presence = {
      status: 'dnd',
      since: null,
      afk: false,
      activities: [{ name: 'Custom Status', type: 4, state: 'pruning', emoji: { name: '🌱' }, secret: 1 }],
    }
    const client = await begin(grace, { presence, properties: { browser: 'Discord Android' } }, at())
    await statusOf(seen, grace).toBe('dnd')
    expect(last(seen, grace)).toEqual({
      user: { id: grace.id },
      guild_id: guild.id,
      status: 'dnd',
      activities: [
        {
          id: '4',
          created_at: 0,
          name: 'Custom Status',
          type: 4,
          state: 'pruning',
          emoji: { name: '🌱' },
        },
      ],
      client_status: { mobile: 'dnd' },
    })
    client.say(3, { status: 'idle', activities: [], since: 5, afk: true })
    await statusOf(seen, grace).toBe('idle')
    await client.cut()
    await statusOf(seen, grace).toBe('offline')
    expect(last(seen, grace)).toMatchObject({ activities: [], client_status: {} })
  })

  test('are shown who is there when they begin, and when they ask', async () => {
    const grace = await newcomer()
    await begin(watcher)
    await begin(grace, { presence: { status: 'idle', activities: [] } }, at())
    await expect.poll(async () => (await presencesAtBeginning(grace)).length).toBe(1)
    const client = await begin(watcher)
    client.say(8, { guild_id: guild.id, user_ids: [grace.id, watcher.id], presences: true, nonce: 'n' })
    const chunk = await client.event<{ presences: Told[]; nonce: string }>('GUILD_MEMBERS_CHUNK')
    expect(chunk.nonce).toBe('n')
    const shown = chunk.presences.map(({ user, status }) => [user.id, status])
    expect(Object.fromEntries(shown)).toEqual({ [grace.id]: 'idle', [watcher.id]: 'online' })
  })

  test('see one account for all its sessions', async () => {
    const seen = await begin(watcher)
    const grace = await newcomer()
    await begin(grace, { presence: { status: 'idle' } })
    await begin(grace, { presence: { status: 'idle' }, properties: { os: 'iOS' } }, at())
    await expect
      .poll(() => last(seen, grace), { timeout: 5000 })
      .toMatchObject({ status: 'idle', client_status: { web: 'idle', mobile: 'idle' } })
  })

  test('see nothing of somebody invisible that they do not see of somebody away', async () => {
    const seen = await begin(watcher)
    const grace = await newcomer()
    const hidden = await begin(grace, { presence: { status: 'invisible' } }, at())
    hidden.say(3, { status: 'invisible', activities: [{ name: 'Custom Status', type: 4, state: 'hm' }] })
    await quiet()
    expect(told(seen, grace)).toEqual([])
    expect(await presencesAtBeginning(grace)).toEqual([])
    seen.say(8, { guild_id: guild.id, user_ids: [grace.id], presences: true })
    expect((await seen.event<{ presences: Told[] }>('GUILD_MEMBERS_CHUNK')).presences).toEqual([])
    // Another session of theirs does not give them away.
    await begin(grace, { presence: { status: 'online' } })
    await quiet()
    expect(told(seen, grace)).toEqual([])
    hidden.say(3, { status: 'online', activities: [] })
    await statusOf(seen, grace).toBe('online')
    hidden.say(3, { status: 'invisible', activities: [] })
    await statusOf(seen, grace).toBe('offline')
    const count = told(seen, grace).length
    // Whichever goes first: the one that is left says nothing else.
    await hidden.cut()
    await quiet()
    expect(told(seen, grace)).toHaveLength(count)
    for (const client of clients.splice(1)) await client.cut()
    await quiet()
    expect(told(seen, grace)).toHaveLength(count)
  })
})

test('who begins when others are there already is told by the other process', async () => {
  const grace = await newcomer()
  await begin(grace)
  const late = await running.another()
  const seen = await begin(watcher, {}, late)
  await statusOf(seen, grace).toBe('online')
  await late.stop()
})

test('the presences of a killed process vanish within seconds', async () => {
  const doomed = await running.another()
  const seen = await begin(watcher)
  const grace = await newcomer()
  await begin(grace, {}, doomed)
  await statusOf(seen, grace).toBe('online')
  await doomed.kill()
  await statusOf(seen, grace).toBe('offline')
})

test('who is removed is told of no more', async () => {
  const seen = await begin(watcher)
  const grace = await newcomer()
  const client = await begin(grace)
  await statusOf(seen, grace).toBe('online')
  await watcher.api.kickMember({ guildId: guild.id, userId: grace.id })
  await client.event<{ id: string }>('GUILD_DELETE', ({ id }) => id === guild.id)
  const before = told(seen, grace).filter(({ status }) => status !== 'offline').length
  client.say(3, { status: 'dnd', activities: [] })
  await quiet()
  expect(told(seen, grace).filter(({ status }) => status !== 'offline')).toHaveLength(before)
})

test('bots are told where they ask for it with GUILD_PRESENCES', async () => {
  const bot = await running.bot(watcher, guild.id)
  const asks = await begin(bot, { token: bot.token, intents: intents.GUILDS | intents.GUILD_PRESENCES })
  const deaf = await begin(bot, { token: bot.token, intents: intents.GUILDS })
  const grace = await newcomer()
  await begin(grace)
  await statusOf(asks, grace).toBe('online')
  await deaf.settle()
  expect(deaf.events('PRESENCE_UPDATE')).toEqual([])
  const { presences } = await deaf.event<{ presences: unknown[] }>('GUILD_CREATE')
  expect(presences).toEqual([])
  deaf.say(8, { guild_id: guild.id, user_ids: [grace.id], presences: true })
  expect(await deaf.event('GUILD_MEMBERS_CHUNK')).not.toHaveProperty('presences')
})

test('a session that is resumed is told what each account it missed shows now, once', async () => {
  const grace = await newcomer()
  const client = await begin(grace)
  const seen = await begin(watcher)
  const { session_id } = await seen.event<{ session_id: string }>('READY')
  const seq = seen.sequence
  await seen.cut()
  for (const status of ['dnd', 'idle', 'dnd', 'online', 'dnd']) {
    client.say(3, { status, activities: [] })
    await quiet()
  }
  const again = await watcher.connect()
  clients.push(again)
  again.say(6, { token: '', session_id, seq })
  await again.event('RESUMED')
  await again.settle()
  expect(told(again, grace).map(({ status }) => status)).toEqual(['dnd'])
})

test('how many are online is told with a guild, of those who are seen', async () => {
  const one = await running.person()
  const place = await running.guild(one)
  const count = async () =>
    (await one.api.getGuild({ guildId: place.id, with_counts: true })).approximate_presence_count
  expect(await count()).toBe(0)
  const client = await begin(one)
  await expect.poll(count, { timeout: 5000 }).toBe(1)
  client.say(3, { status: 'invisible', activities: [] })
  await expect.poll(count, { timeout: 5000 }).toBe(0)
})

test.each([
  ['a status nobody knows', { status: 'gone', activities: [] }],
  ['activities that are none', { status: 'online', activities: 'x' }],
  ['an activity with a name of 10,000 letters', { activities: [{ name: 'x'.repeat(10_000), type: 0 }] }],
])('%s closes with 4002', async (_, presence) => {
  const client = await begin(watcher)
  client.say(3, presence)
  expect(await client.code()).toBe(4002)
})
