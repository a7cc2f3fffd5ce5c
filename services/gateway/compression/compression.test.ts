import { PassThrough } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { GatewayClient } from '../testing/gateway-client.ts'
import { startGateway, type Person, type RunningGateway } from '../testing/start-gateway.ts'
import { streamEncoder } from './encoder.ts'
import { Packers } from './packers.ts'

let running: RunningGateway
let ada: Person
let guild: { id: string; channelId: string }
const clients: GatewayClient[] = []

beforeAll(async () => {
  running = await startGateway()
  ada = await running.person()
  guild = await running.guild(ada)
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.cut()
})
afterAll(() => running.stop())

async function begin(query: string, identify: object = {}) {
  const client = await ada.connect(query)
  clients.push(client)
  client.say(2, { token: '', properties: {}, ...identify })
  await client.event('GUILD_CREATE')
  return client
}

const contents = (client: GatewayClient) =>
  client.events<{ content: string }>('MESSAGE_CREATE').map(({ content }) => content)

describe.each(['zlib-stream', 'zstd-stream'])('with %s', (kind) => {
  const query = `?v=10&encoding=json&compress=${kind}`

  test('all of a connection is one stream, Hello included, each payload a flush of its own', async () => {
    const client = await begin(query)
    const plain = await begin('')
    const said = Array.from({ length: 40 }, (_, number) => `row ${number} of ünïcödé ${kind}`)
    await Promise.all(said.map((content) => ada.api.sendMessage({ channelId: guild.channelId, content })))
    for (const one of [client, plain])
      await expect.poll(() => contents(one).length).toBeGreaterThanOrEqual(said.length)
    await client.settle()
    expect(contents(client)).toEqual(contents(plain))
    expect(client.packed).toBe(client.frames.length)
    expect(plain.packed).toBe(0)
    expect(client.frames.flatMap(({ s }) => s ?? [])).toEqual(
      Array.from({ length: client.sequence }, (_, index) => index + 1),
    )
  })

  test('a session is resumed on a stream that begins anew', async () => {
    const client = await begin(query)
    const { session_id } = await client.event<{ session_id: string }>('READY')
    await client.cut()
    await ada.api.sendMessage({ channelId: guild.channelId, content: `missed ${kind}` })
    const again = await ada.connect(query)
    clients.push(again)
    again.say(6, { token: '', session_id, seq: client.sequence })
    await again.event('RESUMED')
    expect(contents(again)).toEqual([`missed ${kind}`])
  })

  test('what is said before a connection is closed comes out', async () => {
    const client = await ada.connect(query)
    clients.push(client)
    client.say(1, null)
    client.say(99)
    expect(await client.code()).toBe(4001)
    expect(client.frames.map(({ op }) => op)).toEqual([10, 11])
  })
})

test('Identify’s compress has large payloads come compressed one by one', async () => {
  const client = await begin('', { compress: true })
  await client.settle()
  const large = client.frames.filter((frame) => JSON.stringify(frame).length > 1100)
  expect(large.map(({ t }) => t)).toContain('GUILD_CREATE')
  expect(client.packed).toBeGreaterThanOrEqual(large.length)
  expect(client.packed).toBeLessThan(client.frames.length)
})

test('a compression nobody knows is answered in plain text', async () => {
  const client = await ada.connect('?compress=brotli-stream').catch((error: unknown) => error)
  expect(client).toBeInstanceOf(TypeError)
})

test('no more connections are compressed than there may be; the next is told so by plain text', () => {
  const packers = new Packers(1)
  const open = () =>
    packers.open(
      new PassThrough(),
      () => streamEncoder('zlib-stream'),
      () => undefined,
    )
  expect(open()).not.toBeNull()
  expect(open()).toBeNull()
})

test('what a closed connection held may be had by another', async () => {
  const packers = new Packers(1)
  const socket = new PassThrough()
  const make = () => streamEncoder('zstd-stream')
  packers.open(socket, make, () => undefined)
  await new Promise((resolve) => socket.destroy().once('close', resolve))
  expect(packers.open(new PassThrough(), make, () => undefined)).not.toBeNull()
})
