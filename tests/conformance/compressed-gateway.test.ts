import { once } from 'node:events'
import { CompressionMethod, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws'
import { GatewayDispatchEvents, GatewayIntentBits, REST } from 'discord.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addBot, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let owner: TestPerson
let guild: TestGuild
let token: string

beforeAll(async () => {
  server = await startServer()
  owner = await signUp(server.origin)
  guild = await makeGuild(owner)
  token = await addBot(owner, guild)
})
afterAll(() => server.remove())

/** discord.js' own connection, without the client around it. */
function connection(asked: Partial<ConstructorParameters<typeof WebSocketManager>[0]>): WebSocketManager {
  const rest = new REST({ api: `${server.origin}/api`, version: '10' }).setToken(token)
  return new WebSocketManager({
    token,
    rest,
    intents: GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent,
    ...asked,
  })
}

test.each([
  ['zlib-stream', { compression: CompressionMethod.ZlibNative }],
  ['payloads compressed one by one', { useIdentifyCompression: true }],
  ['plain text', {}],
])('discord.js reads %s', async (_, asked) => {
  const manager = connection(asked)
  const guilds: string[] = []
  const contents: string[] = []
  const errors: unknown[] = []
  manager.on(WebSocketShardEvents.Error, (error) => errors.push(error))
  manager.on(WebSocketShardEvents.Dispatch, (payload) => {
    if (payload.t === GatewayDispatchEvents.GuildCreate) guilds.push(payload.d.id)
    if (payload.t === GatewayDispatchEvents.MessageCreate) contents.push(payload.d.content)
  })
  const ready = once(manager as never, WebSocketShardEvents.Ready)
  await manager.connect()
  await ready
  await expect.poll(() => guilds).toEqual([guild.id])
  const said = Array.from({ length: 10 }, (_unused, number) => `Ünïcödé ${number} ${'x'.repeat(1500)}`)
  for (const content of said)
    await owner.call('POST', `/api/v10/channels/${guild.channel}/messages`, { content })
  await expect.poll(() => contents).toEqual(said)
  await manager.destroy()
  expect(errors).toEqual([])
})
