import { afterAll, beforeAll, expect, test } from 'vitest'
import { intents } from '../protocol/intents.ts'
import { startGateway, type Person, type RunningGateway } from '../testing/start-gateway.ts'

let running: RunningGateway
let ada: Person
let ben: Person
let guild: { id: string; channelId: string }

beforeAll(async () => {
  running = await startGateway()
  ada = await running.person()
  ben = await running.person()
  guild = await running.guild(ada, ben)
})
afterAll(() => running.stop())

test('a person begins with their conversations, friends, settings and what they have read', async () => {
  await ada.api.putRelationship({ userId: ben.id })
  await ada.api.editPersonalSettings({ theme: 'dark' })
  await ada.api.putNote({ userId: ben.id, note: 'Kind' })
  const { id: channelId } = await ada.api.openConversation({ recipient_id: ben.id })
  const { id: messageId } = await ben.api.sendMessage({ channelId, content: 'Hello' })
  await ada.api.acknowledgeMessage({ channelId, messageId })
  const client = await ada.session()
  const ready = await client.event<object>('READY')
  expect(ready).toMatchObject({
    private_channels: [{ id: channelId, type: 1, recipients: [{ id: ben.id }], last_message_id: messageId }],
    relationships: [{ id: ben.id, type: 4, user: { id: ben.id } }],
    user_settings: { theme: 'dark' },
    notes: { [ben.id]: 'Kind' },
    read_state: { entries: [{ id: channelId, last_message_id: messageId }], version: 0, partial: false },
    user_guild_settings: { entries: [], version: 0, partial: false },
    guilds: [{ id: guild.id }],
  })
  await client.cut()
})

test('what is written to a bot directly it reads whole, and only with the intent for it', async () => {
  const bot = await running.bot(ada, guild.id)
  const wanting = await bot.session({ token: bot.token, intents: intents.GUILDS | intents.DIRECT_MESSAGES })
  const other = await bot.session({ token: bot.token, intents: intents.GUILDS | intents.GUILD_MESSAGES })
  expect(await wanting.event('READY')).toMatchObject({ private_channels: [] })
  const { id: channelId } = await ada.api.openConversation({ recipient_id: bot.id })
  await ada.api.sendMessage({ channelId, content: 'For you alone' })
  const message = await wanting.event('MESSAGE_CREATE')
  expect(message).toMatchObject({ channel_id: channelId, content: 'For you alone', channel_type: 1 })
  expect(message).not.toHaveProperty('guild_id')
  await other.settle()
  expect(other.events('MESSAGE_CREATE')).toEqual([])
  expect(wanting.events('CHANNEL_CREATE')).toMatchObject([{ id: channelId, recipients: [{ id: ada.id }] }])
  await wanting.cut()
  await other.cut()
})

test('what is written directly comes to every session of both, and to nobody else’s', async () => {
  const carl = await running.person()
  const clients = await Promise.all([ada.session(), ada.session(), ben.session(), carl.session()])
  const { id: channelId } = await ben.api.openConversation({ recipient_id: ada.id })
  await ben.api.sendMessage({ channelId, content: 'Between us' })
  for (const client of clients.slice(0, 3))
    expect(await client.event('MESSAGE_CREATE')).toMatchObject({ content: 'Between us' })
  await clients[3]?.settle()
  expect(clients[3]?.events('MESSAGE_CREATE')).toEqual([])
  for (const client of clients) await client.cut()
})
