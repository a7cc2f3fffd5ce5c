import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dispatch, guildTopic, type Dispatch } from '@alles/chat/contract'
import type { GatewayClient } from '../testing/gateway-client.ts'
import { startGateway, type Person, type RunningGateway } from '../testing/start-gateway.ts'

let running: RunningGateway
let owner: Person
let member: Person
let guild: { id: string; channelId: string }
let clients: GatewayClient[] = []

beforeAll(async () => {
  running = await startGateway()
  owner = await running.person()
  member = await running.person()
})
beforeEach(async () => {
  await Promise.all(clients.map((client) => client.cut()))
  clients = []
  guild = await running.guild(owner, member)
})
afterAll(() => running.stop())

async function session(person: Person) {
  const client = await person.session()
  clients.push(client)
  return client
}

describe('under load', () => {
  const publish = (given: Partial<Dispatch> & { d: object }) =>
    running.bus.publish(guildTopic(guild.id), dispatch, {
      t: 'MESSAGE_CREATE',
      audience: { kind: 'channel', guildId: guild.id, channelId: guild.channelId },
      ...given,
    })

  test('a client that does not read is closed resumably and loses nothing', async () => {
    const client = await session(member)
    const reading = await session(owner)
    const { session_id } = await client.event<{ session_id: string }>('READY')
    client.socket.pause()
    const content = 'x'.repeat(20_000)
    let sent = 0
    const closes = async () =>
      /gateway_closes_total\{code="4000"\} (\d+)/.exec(await running.metrics.text())?.[1] ?? '0'
    const before = await closes()
    while ((await closes()) === before && sent < 3000) {
      for (let count = 0; count < 20; count += 1) publish({ d: { n: (sent += 1), content } })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    client.socket.resume()
    expect(await client.code()).toBe(4000)
    publish({ d: { n: (sent += 1), content } })
    const again = await member.connect()
    clients.push(again)
    again.say(6, { token: '', session_id, seq: client.sequence })
    await again.event('RESUMED')
    const numbers = [client, again].flatMap((one) =>
      one.events<{ n: number }>('MESSAGE_CREATE').map(({ n }) => n),
    )
    expect(numbers).toEqual(Array.from({ length: sent }, (_, index) => index + 1))
    await reading.event<{ n: number }>('MESSAGE_CREATE', ({ n }) => n === sent)
    expect(reading.closed).toBeNull()
  })

  test('messages whose events were lost are read and delivered in order, once and only to who may see them', async () => {
    const outsider = await session(member)
    const client = await session(owner)
    const { id } = await owner.api.createChannel({
      guildId: guild.id,
      name: 'quiet',
      permission_overwrites: [{ id: guild.id, type: 0, deny: '1024' }],
    })
    await client.event('CHANNEL_CREATE')
    const send = (content: string) => owner.api.sendMessage({ channelId: id, content })
    const losing = async (work: () => Promise<unknown>) => {
      const { publish: said } = running.bus
      running.bus.publish = () => undefined
      await work()
      running.bus.publish = said
    }
    await send('1')
    await losing(() => send('2'))
    await losing(() => send('3'))
    await send('4')
    await send('5')
    await client.event<{ content: string }>('MESSAGE_CREATE', ({ content }) => content === '5')
    expect(client.events<{ content: string }>('MESSAGE_CREATE').map(({ content }) => content)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ])
    expect(await running.metrics.text()).toContain('gateway_message_gaps_total 2')
    expect(outsider.events('MESSAGE_CREATE')).toEqual([])
  })
})

test('stopping tells everybody to come back and takes less than two seconds', async () => {
  const client = await session(member)
  const deaf = await session(member)
  deaf.socket.pause()
  const began = performance.now()
  await running.stopGateway()
  expect(performance.now() - began).toBeLessThan(2000)
  expect(await client.code()).toBe(1001)
  expect(client.frames.at(-1)).toMatchObject({ op: 7 })
  await expect(member.connect()).rejects.toThrow('closed')
})
