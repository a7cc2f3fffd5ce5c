import type { Table } from '@alles/platform/catalogue'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'
import { ownPlaces } from './reseal-own.ts'

let running: RunningChat
let ada: Person
let ben: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  running = await startChat()
})
afterAll(() => running.stop())
beforeEach(async () => {
  running.clock.advance(3_600_000)
  ada = await running.person()
  ben = await running.person()
  const guild = await running.guildOf(ada, ben)
  guildId = guild.id
  channelId = guild.channelId
})

const write = (by: Person, content: string) => by.api.sendMessage({ channelId, content })
const read = async () => (await ada.api.listMessages({ channelId })).map((message) => message.content)
const drain = async () => {
  await running.parts.jobs.drain()
  running.clock.advance(11_000)
  await running.parts.jobs.drain()
}
const keyOf = async () => {
  const [row] = await running.storage.admin<{ key: string }[]>`
    select content_key_id as key from memberships where guild_id = ${guildId} and account_id = ${ben.id}`
  return row?.key ?? ''
}
const keyExists = async (id: string) =>
  (await running.keysAdmin`select from keys where id = ${id}`).length === 1

describe('deleting all that one wrote in a server', () => {
  test('takes one’s own messages and nobody else’s, with progress, and the key they were sealed with', async () => {
    await write(ada, 'stays')
    for (let at = 0; at < 5; at += 1) await write(ben, `goes ${at}`)
    const key = await keyOf()
    expect(await ben.api.getClearing({ guildId })).toMatchObject({ state: 'none', deleted: 0 })
    const heard = running.listen(guildId)
    expect(await ben.api.clearMine({ guildId })).toMatchObject({ state: 'running', done_at: null })
    expect(await keyOf()).not.toBe(key)
    await drain()
    expect(await read()).toEqual(['stays'])
    expect(await ben.api.getClearing({ guildId })).toMatchObject({ state: 'done', deleted: 5 })
    expect(heard.map((one) => one.t)).toEqual(['MESSAGE_DELETE_BULK'])
    expect(await keyExists(key)).toBe(false)
  })

  test('leaves what is written afterwards, sealed with the new key', async () => {
    await write(ben, 'before')
    await ben.api.clearMine({ guildId })
    await write(ben, 'after')
    await drain()
    expect(await read()).toEqual(['after'])
    expect(await keyExists(await keyOf())).toBe(true)
  })

  test('leaves the nickname readable', async () => {
    await ben.api.editMe({ guildId, nick: 'Benny' })
    await write(ben, 'x')
    await ben.api.clearMine({ guildId })
    await drain()
    const member = await ada.api.getMember({ guildId, userId: ben.id })
    expect(member.nick).toBe('Benny')
  })

  test('works for servers that one has left, and not for those one never was in', async () => {
    await write(ben, 'long ago')
    await ben.api.leaveGuild({ guildId })
    await ben.api.clearMine({ guildId })
    await drain()
    expect(await read()).toEqual([])
    const eve = await running.person()
    expect(await running.codeOf(eve.api.clearMine({ guildId }))).toBe('unknown_guild')
    expect(await running.codeOf(eve.api.getClearing({ guildId }))).toBe('unknown_guild')
  })

  test('is one at a time, and can be asked for again', async () => {
    await write(ben, 'one')
    const [first, second] = [await ben.api.clearMine({ guildId }), await ben.api.clearMine({ guildId })]
    expect(second).toEqual(first)
    await drain()
    await write(ben, 'two')
    expect(await ben.api.clearMine({ guildId })).toMatchObject({ state: 'running', deleted: 0 })
    await drain()
    expect(await read()).toEqual([])
    const keys = await running.storage.admin`select from memberships where guild_id = ${guildId}`
    expect(keys).toHaveLength(2)
  })

  test('takes what was being written meanwhile or leaves it whole, never unreadable', async () => {
    const writing = Array.from({ length: 20 }, (_, at) => write(ben, `message ${at}`))
    await Promise.all([...writing, ben.api.clearMine({ guildId })])
    await drain()
    for (const content of await read()) expect(content).toMatch(/^message \d+$/)
  })
})

test('everything else that a membership’s key seals hangs from the membership itself', () => {
  const tables: Table[] = Object.values(catalogue.tables)
  const sealed = tables.flatMap((table) =>
    Object.entries(table.columns)
      .filter(([, column]) => column.sealed?.key === 'content')
      .map(([name]) => `${table.name}.${name}`),
  )
  const own = ownPlaces.map((place) => `${place.table}.${place.column}`)
  expect(sealed.filter((name) => !own.includes(name)).toSorted()).toEqual([
    'message_edits.before',
    'messages.content',
    'messages.extras',
    'messages.mentions',
    'poll_votes.answer',
    'reactors.emoji',
  ])
})
