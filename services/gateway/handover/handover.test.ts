import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { intents } from '../protocol/intents.ts'
import type { GatewayClient } from '../testing/gateway-client.ts'
import {
  startGateway,
  type GatewayProcess,
  type Person,
  type RunningGateway,
  type Somebody,
} from '../testing/start-gateway.ts'

let running: RunningGateway
let doomed: GatewayProcess
let owner: Person
let member: Person
let guild: { id: string; channelId: string }

beforeEach(async () => {
  running = await startGateway()
  doomed = await running.another()
  owner = await running.person()
  member = await running.person()
  guild = await running.guild(owner, member)
})
afterEach(() => running.stop())

interface Kept {
  readonly who: Somebody
  readonly token: string
  readonly client: GatewayClient
  readonly sessionId: string
}

async function keep(who: Somebody, identify: object, at?: GatewayProcess): Promise<Kept> {
  const client = await who.session(identify, at)
  const { session_id } = await client.event<{ session_id: string }>('READY')
  const { token = '' } = identify as { token?: string }
  return { who, token, client, sessionId: session_id }
}

async function resume({ who, token, client, sessionId }: Kept, at?: GatewayProcess): Promise<GatewayClient> {
  const again = await who.connect(undefined, at)
  again.say(6, { token, session_id: sessionId, seq: client.sequence })
  return again
}

const contents = (...clients: GatewayClient[]) =>
  clients.flatMap((client) => client.events<{ content: string }>('MESSAGE_CREATE').map((d) => d.content))
const numbers = (...clients: GatewayClient[]) =>
  clients.flatMap((client) => client.frames.flatMap(({ s }) => s ?? []))
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

/** Sends one message after the other until told to stop; gives what was sent. */
function talk(): { stop(): Promise<string[]> } {
  const sent: string[] = []
  let going = true
  const work = (async () => {
    while (going) {
      const content = `bed ${sent.length}`
      await owner.api.sendMessage({ channelId: guild.channelId, content })
      sent.push(content)
    }
  })()
  return {
    async stop() {
      going = false
      await work
      return sent
    },
  }
}

describe('a planned stop beside another process', () => {
  test('hands sessions over: everybody resumes there, with nothing lost and nothing twice', async () => {
    const bot = await running.bot(owner, guild.id)
    const identify = {
      token: bot.token,
      intents: intents.GUILDS | intents.GUILD_MESSAGES | intents.MESSAGE_CONTENT,
    }
    const kept = [
      await keep(owner, { token: '' }, doomed),
      await keep(member, { token: '' }, doomed),
      await keep(bot, identify, doomed),
    ]
    const waiting = await keep(member, { token: '' }, doomed)
    await waiting.client.cut()
    const talking = talk()
    await expect.poll(() => contents(...kept.map(({ client }) => client)).length).toBeGreaterThan(20)
    const stopped = doomed.stop()
    for (const { client } of kept) {
      await client.frame(({ op }) => op === 7)
      expect(await client.code()).toBe(1001)
    }
    const again = await Promise.all([...kept, waiting].map((one) => resume(one)))
    await Promise.all(again.map((client) => client.event('RESUMED')))
    await stopped
    const sent = await talking.stop()
    for (const [index, one] of [...kept, waiting].entries()) {
      const client = again[index]
      if (!client) throw new Error('every session was resumed')
      await expect.poll(() => contents(one.client, client)).toEqual(sent)
      const all = numbers(one.client, client)
      expect(all).toEqual(upTo(all.length))
      expect(client.events('RESUMED')).toHaveLength(1)
      await client.cut()
    }
  })

  test('carries what was seen along: what changes meanwhile is told once, and nothing of what is hidden', async () => {
    const hidden = await owner.api.createChannel({ guildId: guild.id, name: 'cellar', type: 0 })
    const kept = await keep(member, { token: '' }, doomed)
    await kept.client.cut()
    const stopped = doomed.stop()
    const [overwrite] = [{ id: guild.id, type: 0 as const, deny: String(1n << 10n), allow: '0' }]
    const changes = async () => {
      await owner.api.editChannel({ channelId: hidden.id, permission_overwrites: [overwrite] })
      await owner.api.sendMessage({ channelId: hidden.id, content: 'a secret' })
      return owner.api.createChannel({ guildId: guild.id, name: 'greenhouse', type: 0 })
    }
    const made = await changes()
    await stopped
    const again = await resume(kept)
    await again.event('RESUMED')
    expect(again.events<{ id: string }>('CHANNEL_DELETE').map(({ id }) => id)).toEqual([hidden.id])
    expect(again.events<{ id: string }>('CHANNEL_CREATE').map(({ id }) => id)).toEqual([made.id])
    expect(contents(again)).toEqual([])
    await owner.api.sendMessage({ channelId: made.id, content: 'tomatoes' })
    await owner.api.sendMessage({ channelId: hidden.id, content: 'another secret' })
    await again.event('MESSAGE_CREATE')
    await again.settle()
    expect(contents(again)).toEqual(['tomatoes'])
    await again.cut()
  })

  test('takes along a member who is removed meanwhile, and a guild that is joined', async () => {
    const kept = await keep(member, { token: '' }, doomed)
    const other = await running.guild(owner)
    const { code } = await owner.api.createInvite({ channelId: other.channelId })
    await kept.client.cut()
    const stopped = doomed.stop()
    await owner.api.kickMember({ guildId: guild.id, userId: member.id })
    await member.api.acceptInvite({ code })
    await stopped
    const again = await resume(kept)
    await again.event('RESUMED')
    await again.event<{ id: string }>('GUILD_CREATE', ({ id }) => id === other.id)
    expect(again.events<{ id: string }>('GUILD_DELETE').map(({ id }) => id)).toEqual([guild.id])
    await again.cut()
  })
})

describe('a client that comes back to another process', () => {
  test('resumes there: the session is fetched', async () => {
    const kept = await keep(member, { token: '' }, doomed)
    const talking = talk()
    await expect.poll(() => contents(kept.client).length).toBeGreaterThan(5)
    await kept.client.cut()
    const again = await resume(kept)
    await again.event('RESUMED')
    const sent = await talking.stop()
    await expect.poll(() => contents(kept.client, again)).toEqual(sent)
    const back = await resume({ ...kept, client: again }, doomed)
    await back.event('RESUMED')
    expect(await again.code()).toBe(4000)
    await back.cut()
  })

  test('gets nothing that is not its own', async () => {
    const kept = await keep(member, { token: '' }, doomed)
    const stranger = await resume({ ...kept, who: owner })
    expect(await stranger.code()).toBe(4004)
    expect(stranger.frames.map(({ op }) => op)).toEqual([10])
    const bot = await running.bot(owner)
    const machine = await resume({ ...kept, who: bot, token: bot.token })
    await machine.frame(({ op }) => op === 9)
    await machine.cut()
    await kept.client.settle()
    expect(kept.client.closed).toBeNull()
    await kept.client.cut()
  })

  test('is told Invalid Session where the other process was killed', async () => {
    const kept = await keep(member, { token: '' }, doomed)
    await doomed.kill()
    const again = await resume(kept)
    await again.frame(({ op }) => op === 9)
    again.say(2, { token: '' })
    await again.event('GUILD_CREATE')
    await again.cut()
  })
})
