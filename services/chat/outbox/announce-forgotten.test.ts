import type { Actor } from '@alles/platform/http'
import { systemClock } from '@alles/platform/ids'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { guildChanged, guildMissed, guildsTopic, type GuildState } from '../contract/index.ts'
import { createGuild } from '../guilds/create-guild.ts'
import { deleteGuild } from '../guilds/delete-guild.ts'
import { editGuild } from '../guilds/edit-guild.ts'
import { deleteAllBy } from '../messages/delete-all-by.ts'
import { deleteMessage } from '../messages/delete-message.ts'
import { editMessage } from '../messages/edit-message.ts'
import { sendMessage } from '../messages/send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from '../messages/testing/start-messages.ts'
import { announceForgotten } from './announce-forgotten.ts'

let running: RunningMessages
let ada: Actor
let ben: Actor
let guild: GuildState
let channelId: string
let dying: ChatProcess
let late: ChatProcess
const told: string[] = []

beforeAll(async () => {
  running = await startMessages()
  ada = await running.account()
  ben = await running.account()
  guild = await running.guild(ada)
  channelId = guild.channels.find((one) => one.type === 0)?.id ?? ''
  await running.join(guild.id, ben)
  // Commits, and is no more when it comes to telling.
  dying = running.another(20)
  Object.assign(dying.bus, { publish: () => undefined, settled: async () => false })
  late = running.another(21, { clock: { now: () => systemClock.now() + 2500 } })
  late.bus.subscribe(guildsTopic, guildChanged, ({ version }) => told.push(`changed ${version}`))
  late.bus.subscribe(guildsTopic, guildMissed, ({ guildId }) => told.push(`missed ${guildId}`))
  await running.chat.writer.stop()
  await running.storage.admin`delete from outbox`
})
afterEach(() => {
  told.length = 0
  late.heard.length = 0
})
afterAll(() => running.stop())

const left = async () => (await running.storage.admin`select from outbox`).length
const said = () => late.heard.map(({ t, d }) => [t, d])

test('a change of a guild is told as one that somebody missed', async () => {
  await editGuild(dying, ada, { guildId: guild.id, name: 'Quiet room' })
  const after = await running.chat.guilds.reload(guild.id)
  await announceForgotten(late)
  expect(told).toEqual([`changed ${after?.version}`, `missed ${guild.id}`])
  expect((await late.guilds.get(guild.id))?.name).toBe('Quiet room')
  // Who joined long before was let in long before.
  expect(said()).toEqual([])
  expect(await left()).toBe(0)
  await announceForgotten(late)
  expect(told).toHaveLength(2)
})

test('guilds that were made or deleted are told of, to those who are in them', async () => {
  const made = await createGuild(dying, ben, { name: 'Shed' })
  await announceForgotten(late)
  expect(said()).toEqual([['GUILD_CREATE', { id: made.id }]])
  late.heard.length = 0
  await deleteGuild(dying, ben, made.id)
  await announceForgotten(late)
  expect(told.at(-1)).toBe('changed null')
  expect(late.heard).toMatchObject([{ t: 'GUILD_DELETE', d: { id: made.id }, reshape: true }])
})

test('messages that were edited or deleted are told of', async () => {
  const write = (content: string) =>
    sendMessage(running.chat, { by: ben, input: { channelId, content }, received: [] })
  const [edited, deleted, both] = [await write('one'), await write('two'), await write('three')]
  await editMessage(dying, {
    by: ben,
    input: { channelId, messageId: edited.id, content: 'One' },
    received: [],
  })
  await editMessage(dying, {
    by: ben,
    input: { channelId, messageId: both.id, content: 'Three' },
    received: [],
  })
  await deleteMessage(dying, ben, { channelId, messageId: deleted.id })
  await deleteMessage(dying, ben, { channelId, messageId: both.id })
  await announceForgotten(late)
  expect(late.heard).toMatchObject([
    { t: 'MESSAGE_UPDATE', d: { id: edited.id, content: 'One' } },
    { t: 'MESSAGE_DELETE_BULK', d: { ids: [deleted.id] } },
    { t: 'MESSAGE_DELETE_BULK', d: { ids: [both.id] } },
  ])
  late.heard.length = 0
  const ref = await refOf(ben)
  await write('four')
  expect(await deleteAllBy(dying, ref)).toBe(2)
  await announceForgotten(late)
  expect(late.heard).toMatchObject([{ t: 'MESSAGE_DELETE_BULK', d: { channel_id: channelId } }])
})

test('whoever reaches nobody leaves it to those who do', async () => {
  await editGuild(dying, ada, { guildId: guild.id, name: 'Reading room' })
  await announceForgotten(running.another(22, { clock: { now: () => systemClock.now() - 2500 } }))
  await announceForgotten({ ...late, bus: { ...late.bus, settled: async () => false } })
  expect(await left()).toBe(1)
  await announceForgotten(late)
  expect(await left()).toBe(0)
})

test('a change that was told leaves nothing behind', async () => {
  await editGuild(running.chat, ada, { guildId: guild.id, name: 'Reading room' })
  await running.chat.writer.stop()
  expect(await left()).toBe(0)
})

async function refOf({ accountId }: Actor): Promise<string> {
  const [row] = await running.storage.admin<{ ref: string }[]>`
    select ref from memberships where account_id = ${accountId} and guild_id = ${guild.id}`
  return row?.ref ?? ''
}
