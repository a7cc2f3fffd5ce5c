import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { FullGuild } from '@alles/chat/contract'
import { closes } from '../protocol/codes.ts'
import { intents } from '../protocol/intents.ts'
import { StartSlots } from './start-slots.ts'
import { startGateway, type Person, type RunningGateway } from '../testing/start-gateway.ts'

let running: RunningGateway
let ada: Person
let guild: { id: string; channelId: string }

beforeAll(async () => {
  running = await startGateway()
  ada = await running.person()
  guild = await running.guild(ada)
})
afterAll(() => running.stop())

describe('the address', () => {
  test('is told to everybody, and to bots with how often they may begin', async () => {
    const { url } = await running.nobody.api.getGateway({})
    expect(url).toBe('ws://localhost:3000/gateway')
    expect(await ada.api.getGatewayBot({})).toEqual({
      url,
      shards: 1,
      session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 16 },
    })
    await expect(running.nobody.api.getGatewayBot({})).rejects.toThrow('Sign in first')
  })

  test.each(['?v=8', '?v=10&encoding=etf', '?v=abc'])('%s is refused with 4012', async (query) => {
    const client = await ada.connect('').catch(() => null)
    await client?.cut()
    await expect(ada.connect(query)).rejects.toThrow('closed with 4012')
  })

  test.each(['', '?v=9&encoding=json', '?v=10&encoding=json&compress=zlib-stream'])(
    'with %j answers Hello in plain text',
    async (query) => {
      const client = await ada.connect(query)
      expect(client.frames).toEqual([{ t: null, s: null, op: 10, d: { heartbeat_interval: 41_250 } }])
      await client.cut()
    },
  )
})

describe('beginning', () => {
  test('a person is who their cookie says, and gets READY and then each guild whole', async () => {
    const client = await ada.session()
    const [ready, create] = client.frames.slice(1)
    expect(ready).toMatchObject({
      t: 'READY',
      s: 1,
      op: 0,
      d: {
        v: 10,
        user: { id: ada.id, bot: false },
        guilds: [{ id: guild.id, unavailable: true }],
        session_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        resume_gateway_url: 'ws://localhost:3000/gateway',
        application: { id: ada.id, flags: expect.any(Number) },
      },
    })
    expect(create).toMatchObject({ t: 'GUILD_CREATE', s: 2, op: 0 })
    expect(FullGuild.parse(create?.d)).toEqual(create?.d)
    expect(create?.d).toMatchObject({
      id: guild.id,
      owner_id: ada.id,
      member_count: 1,
      large: false,
      members: [{ user: { id: ada.id } }],
      threads: [],
      emojis: [],
    })
    await client.cut()
  })

  test('a bot is who its token says, with or without the prefix', async () => {
    const bot = await running.bot(ada, guild.id)
    for (const prefix of ['', 'Bot ']) {
      const client = await bot.session({ token: prefix + bot.token, intents: intents.GUILDS })
      expect(await client.event('READY')).toMatchObject({
        user: { id: bot.id, bot: true },
        application: { id: bot.applicationId },
      })
      await client.cut()
    }
  })

  test('without GUILDS no guild is sent', async () => {
    const bot = await running.bot(ada, guild.id)
    const client = await bot.connect()
    client.say(2, { token: bot.token, intents: intents.GUILD_MESSAGES })
    await client.event('READY')
    await client.settle()
    expect(client.events('GUILD_CREATE')).toEqual([])
    await client.cut()
  })

  test('a shard gets its guilds alone', async () => {
    const bot = await running.bot(ada, guild.id)
    const own = Number((BigInt(guild.id) >> 22n) % 4n)
    for (const shard of [own, (own + 1) % 4]) {
      const client = await bot.connect()
      client.say(2, { token: bot.token, intents: intents.GUILDS, shard: [shard, 4] })
      const ready = await client.event<{ guilds: { id: string }[]; shard: number[] }>('READY')
      expect(ready.guilds.map(({ id }) => id)).toEqual(shard === own ? [guild.id] : [])
      expect(ready.shard).toEqual([shard, 4])
      await client.cut()
    }
  })

  test.each([
    ['a token nobody has', { token: 'wrong', intents: 0 }, closes.badToken],
    ['the account of somebody else', { token: '', account: '1' }, closes.badToken],
    ['intents that do not exist', { token: '', intents: 2 ** 30 }, closes.invalidIntents],
  ])('with %s closes', async (_, identify, close) => {
    const client = await ada.connect()
    client.say(2, identify)
    expect(await client.code()).toBe(close.code)
  })

  test('without cookie and token closes with 4004', async () => {
    const client = await running.nobody.connect()
    client.say(2, { token: '' })
    expect(await client.code()).toBe(4004)
  })

  test('a bot without intents is closed with 4013', async () => {
    const bot = await running.bot(ada)
    const client = await bot.connect()
    client.say(2, { token: bot.token })
    expect(await client.code()).toBe(4013)
  })
})

describe('a connection', () => {
  test.each([
    ['that sends no JSON', 'hello', 4002],
    ['that sends an unknown opcode', '{"op":99}', 4001],
    ['that asks before it identifies', '{"op":8,"d":{"guild_id":"1"}}', 4003],
    ['that sends a frame of more than 16 KiB', JSON.stringify({ op: 1, d: 'x'.repeat(17_000) }), 1009],
  ])('%s is closed', async (_, text, code) => {
    const client = await ada.connect()
    client.socket.send(text)
    expect(await client.code()).toBe(code)
  })

  test('that identifies twice is closed with 4005', async () => {
    const client = await ada.session()
    client.say(2, { token: '' })
    expect(await client.code()).toBe(4005)
  })

  test('that sends more than 120 frames a minute is closed with 4008', async () => {
    const client = await ada.connect()
    for (let count = 0; count < 121; count += 1) client.say(1, null)
    expect(await client.code()).toBe(4008)
    expect(client.frames.filter((frame) => frame.op === 11)).toHaveLength(120)
  })

  test('that falls silent is closed with 4009, and one that beats is not', async () => {
    const silent = await ada.session()
    const beating = await ada.session()
    running.clock.advance(41_250)
    await beating.settle()
    running.clock.advance(41_250)
    expect(await silent.code()).toBe(4009)
    await beating.settle()
    expect(beating.closed).toBeNull()
    await beating.cut()
  })

  test('presence and voice state do no harm', async () => {
    const client = await ada.session()
    client.say(3, { since: null, activities: [], status: 'idle', afk: false })
    client.say(4, { guild_id: guild.id, channel_id: null, self_mute: false, self_deaf: false })
    await client.settle()
    expect(client.closed).toBeNull()
    await client.cut()
  })
})

describe('resuming', () => {
  const resumeOf = async (client: Awaited<ReturnType<Person['session']>>) => {
    const { session_id } = await client.event<{ session_id: string }>('READY')
    return { token: '', session_id, seq: client.sequence }
  }

  test('gives what was missed, in order, and then RESUMED', async () => {
    const client = await ada.session()
    const resume = await resumeOf(client)
    await client.cut()
    const contents = ['one', 'two', 'three']
    for (const content of contents) await ada.api.sendMessage({ channelId: guild.channelId, content })
    const again = await ada.connect()
    again.say(6, resume)
    await again.event('RESUMED')
    const missed = again.frames.filter((frame) => frame.op === 0)
    expect(missed.map((frame) => frame.s)).toEqual([1, 2, 3, 4].map((step) => resume.seq + step))
    expect(again.events<{ content: string }>('MESSAGE_CREATE').map(({ content }) => content)).toEqual(
      contents,
    )
    await ada.api.sendMessage({ channelId: guild.channelId, content: 'four' })
    await again.event<{ content: string }>('MESSAGE_CREATE', ({ content }) => content === 'four')
    await again.cut()
  })

  test('takes the session over from a connection that still stands', async () => {
    const client = await ada.session()
    const again = await ada.connect()
    again.say(6, await resumeOf(client))
    await again.event('RESUMED')
    expect(await client.code()).toBe(4000)
    await ada.api.sendMessage({ channelId: guild.channelId, content: 'hello' })
    await again.event('MESSAGE_CREATE')
    await again.cut()
  })

  test('of an unknown session is answered with op 9, after which one may identify', async () => {
    const client = await ada.connect()
    client.say(6, { token: '', session_id: 'gone', seq: 3 })
    expect((await client.frame((frame) => frame.op === 9)).d).toBe(false)
    client.say(2, { token: '' })
    await client.event('READY')
    await client.cut()
  })

  test('with a number the session never gave closes with 4007', async () => {
    const client = await ada.session()
    const again = await ada.connect()
    again.say(6, { ...(await resumeOf(client)), seq: 1000 })
    expect(await again.code()).toBe(4007)
    await client.cut()
  })

  test('is for whoever began the session alone', async () => {
    const client = await ada.session()
    const resume = await resumeOf(client)
    const eve = await running.person()
    const bot = await running.bot(eve)
    const stranger = await eve.connect()
    stranger.say(6, resume)
    expect(await stranger.code()).toBe(4004)
    const machine = await bot.connect()
    machine.say(6, { ...resume, token: bot.token })
    await machine.frame((frame) => frame.op === 9)
    await machine.cut()
    await client.settle()
    await client.cut()
  })

  test('works for five minutes', async () => {
    const client = await ada.session()
    const resume = await resumeOf(client)
    await client.cut()
    await new Promise((resolve) => setTimeout(resolve, 100))
    running.clock.advance(5 * 60_000 + 1)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const again = await ada.connect()
    again.say(6, resume)
    await again.frame((frame) => frame.op === 9)
    await again.cut()
  })
})

describe('a session ends', () => {
  test.each([
    [1000, 9],
    [1001, 9],
    [4200, 0],
  ])('when its client closes with 1000 or 1001 alone: %i', async (code, op) => {
    const client = await ada.session()
    const { session_id } = await client.event<{ session_id: string }>('READY')
    client.socket.close(code)
    await client.code()
    const again = await ada.connect()
    again.say(6, { token: '', session_id, seq: client.sequence })
    await again.frame((frame) => frame.op === op)
    await again.cut()
  })

  test('when its person signs out', async () => {
    const grace = await running.person()
    const client = await grace.session()
    const { session_id } = await client.event<{ session_id: string }>('READY')
    await grace.api.signOut({})
    expect(await client.code()).toBe(4004)
    const again = await grace.connect()
    again.say(6, { token: '', session_id, seq: 1 })
    await again.frame((frame) => frame.op === 9)
    await again.cut()
  })

  test('when its person signed out before it was its turn to begin', async () => {
    const grace = await running.person()
    const client = await grace.connect()
    vi.spyOn(StartSlots.prototype, 'take').mockImplementationOnce(async (work) => {
      await grace.api.signOut({})
      return work()
    })
    client.say(2, { token: '' })
    expect(await client.code()).toBe(4004)
    expect(client.events('READY')).toEqual([])
  })

  test("when the bot's token is replaced", async () => {
    const bot = await running.bot(ada, guild.id)
    const client = await bot.session({ intents: intents.GUILDS })
    await ada.api.resetBotToken({ id: bot.applicationId })
    expect(await client.code()).toBe(4004)
  })

  test('when its account is erased', async () => {
    const grace = await running.person()
    const client = await grace.session()
    await running.accounts.forget({ accountId: grace.id, mode: 'pseudonymise' })
    expect(await client.code()).toBe(4004)
  })
})
