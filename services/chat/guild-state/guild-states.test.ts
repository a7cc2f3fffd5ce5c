import * as keysContract from '@alles/keys/contract'
import { createSealer } from '@alles/platform/catalogue'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guildChanged, guildsTopic } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'
import { createGuildStates, type GuildStates } from './guild-states.ts'

let chat: RunningChat
let owner: Person
let guildId = ''
let channelId = ''

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person()
  ;({ id: guildId, channelId } = await chat.guildOf(owner))
})

afterAll(() => chat.stop())

function fresh(capacity?: number, isAlone?: () => boolean): GuildStates {
  const sealer = createSealer(chat.parts.calls.of(keysContract))
  return createGuildStates({
    database: chat.parts.database,
    sealer,
    clock: chat.clock,
    isAlone,
    ...(capacity && { capacity }),
  })
}

/** As another process does it. */
async function raise(): Promise<void> {
  await chat.storage.admin`update guilds set version = version + 1 where id = ${guildId}`
}

describe('snapshots in memory', () => {
  test('are read once, however many ask at the same time', async () => {
    const guilds = fresh()
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => guilds.get(guildId)))
    expect(first?.id).toBe(guildId)
    for (const other of others) expect(other).toBe(first)
    expect(await guilds.get(guildId)).toBe(first)
  })

  test('are never replaced by an older reading', async () => {
    const guilds = fresh()
    for (let round = 0; round < 20; round += 1) {
      const early = guilds.reload(guildId)
      await raise()
      const late = await guilds.reload(guildId)
      await early
      expect((await guilds.get(guildId))?.version).toBe(late?.version)
    }
  })

  test('keep the newest head of a channel although it was read earlier', async () => {
    const guilds = fresh()
    const before = await guilds.get(guildId)
    const channel = before?.channels.find((one) => one.id === channelId)
    if (!channel) throw new Error('the channel is not there')
    const reading = guilds.reload(guildId)
    channel.lastNumber = 7
    channel.lastMessageId = '123'
    const after = await reading
    expect(after?.channels.find((one) => one.id === channelId)).toMatchObject({
      lastNumber: 7,
      lastMessageId: '123',
    })
  })

  test('know the guilds of channels, and forget those of channels that are gone', async () => {
    const guilds = fresh()
    expect(await guilds.guildOfChannel(channelId)).toBe(guildId)
    expect(await guilds.guildOfChannel('1')).toBeNull()
    const short = await owner.api.createChannel({ guildId, name: 'short' })
    await guilds.reload(guildId)
    expect(await guilds.guildOfChannel(short.id)).toBe(guildId)
    await owner.api.deleteChannel({ channelId: short.id })
    await guilds.reload(guildId)
    expect(await guilds.guildOfChannel(short.id)).toBeNull()
  })

  test('are held up to a capacity', async () => {
    const guilds = fresh(40)
    const ids = [
      guildId,
      ...(await Promise.all([1, 2, 3].map(() => chat.guildOf(owner)))).map(({ id }) => id),
    ]
    for (const id of ids) expect((await guilds.get(id))?.id).toBe(id)
    expect(guilds.loaded().length).toBeLessThan(ids.length)
  })

  test('are read again once another process says that they changed', async () => {
    const before = await chat.state(guildId)
    await raise()
    const version = (BigInt(before.version) + 1n).toString()
    chat.parts.bus.publish(guildsTopic, guildChanged, {
      guildId,
      version,
      threadsVersion: before.threadsVersion,
      members: null,
    })
    expect((await chat.state(guildId)).version).toBe(version)
  })

  test('follow the threads that another process opens and archives', async () => {
    const before = await chat.state(guildId)
    const guilds = fresh(undefined, () => false)
    const elsewhere = await guilds.get(guildId)
    const { id } = await owner.api.startThread({ channelId, name: 'Elsewhere', type: 11 })
    const { version, threadsVersion } = await chat.state(guildId)
    expect([version, threadsVersion]).not.toEqual([version, before.threadsVersion])
    expect(elsewhere?.threads.has(id)).toBe(false)
    guilds.follow(guildId, { version, threadsVersion }, null)
    expect((await guilds.get(guildId))?.threads.get(id)?.name).toBe('Elsewhere')
    await owner.api.editChannel({ channelId: id, archived: true })
    chat.clock.advance(6_000)
    expect((await guilds.get(guildId))?.threads.has(id)).toBe(false)
  })

  test('are compared with the database after five seconds, once, while there are other processes', async () => {
    let alone = true
    const guilds = fresh(undefined, () => alone)
    const before = await guilds.get(guildId)
    await raise()
    chat.clock.advance(5001)
    expect(await guilds.get(guildId)).toBe(before)
    alone = false
    const [after, ...others] = await Promise.all([1, 2, 3].map(() => guilds.get(guildId)))
    expect(BigInt(after?.version ?? 0)).toBe(BigInt(before?.version ?? 0) + 1n)
    for (const other of others) expect(other).toBe(after)
    await raise()
    chat.clock.advance(5000)
    expect(await guilds.get(guildId)).toBe(after)
    chat.clock.advance(1)
    expect(await guilds.get(guildId)).not.toBe(after)
  })

  test('change nothing in a guild that another process changed unheard', async () => {
    const person = await chat.person()
    const { id, channelId: general } = await chat.guildOf(owner, person)
    const role = await owner.api.createRole({ guildId: id, permissions: '8' })
    await owner.api.giveRole({ guildId: id, userId: person.id, roleId: role.id })
    await chat.storage.admin`delete from member_roles where guild_id = ${id}`
    await chat.storage.admin`update guilds set version = version + 1 where id = ${id}`
    expect(await chat.codeOf(person.api.deleteChannel({ channelId: general }))).toBe('missing_permissions')
  })
})
