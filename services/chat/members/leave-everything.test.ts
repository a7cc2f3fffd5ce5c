import { profileChanged, profilesTopic } from '@alles/accounts/contract'
import { coverage, eraseRows, keysToDestroy } from '@alles/platform/catalogue'
import type { GatewayPresenceUpdateDispatchData } from 'discord-api-types/v10'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat

beforeAll(async () => {
  chat = await startChat()
})

afterAll(() => chat.stop())

const leave = (person: Person, mode: 'pseudonymise' | 'everything' = 'pseudonymise') =>
  chat.internal.leaveEverything({ accountId: person.id, mode })

/** What the privacy service does with this service's rows. */
async function erase(person: Person, mode: 'pseudonymise' | 'everything'): Promise<string[]> {
  const subject = { kind: 'account', id: person.id } as const
  const { database } = chat.parts
  const keys = await keysToDestroy(database, catalogue, { subject, mode })
  await eraseRows(database, catalogue, { subject, mode })
  await chat.keys.destroy({ ids: keys })
  chat.parts.bus.publish(profilesTopic, profileChanged, { accountId: person.id, gone: true })
  return keys
}

describe('leaving everything', () => {
  test('passes guilds to the administrator who joined first, else to whoever did, and deletes lonely ones', async () => {
    const owner = await chat.person()
    const early = await chat.person()
    const administrator = await chat.person()
    const bot = await chat.bot()
    const led = await chat.guildOf(owner, early, administrator)
    const role = await owner.api.createRole({
      guildId: led.id,
      permissions: permissions.ADMINISTRATOR.toString(),
    })
    await owner.api.giveRole({ guildId: led.id, userId: administrator.id, roleId: role.id })
    const plain = await chat.guildOf(owner, early, administrator)
    const lonely = await chat.guildOf(owner)
    const by = { accountId: owner.id, bot: false }
    await chat.internal.addBot({ guildId: lonely.id, accountId: bot.id, permissions: 8n, by })
    const heard = chat.listen(led.id)
    await chat.accounts.forget({ accountId: owner.id, mode: 'pseudonymise' })

    expect(await leave(owner)).toEqual({
      left: 2,
      deletedGuilds: 1,
      keysDestroyed: 3,
      rows: { messages: 0, reactors: 0, poll_votes: 0 },
    })

    expect((await chat.state(led.id)).ownerId).toBe(administrator.id)
    expect((await chat.state(plain.id)).ownerId).toBe(early.id)
    expect(await chat.internal.guildState({ guildId: lonely.id })).toBeNull()
    expect(heard.map((one) => one.t)).toEqual(['PRESENCE_UPDATE', 'GUILD_UPDATE', 'GUILD_MEMBER_REMOVE'])
    for (const one of [heard[0], heard[2]])
      expect(one?.d).toMatchObject({ user: { id: owner.id, username: '[deleted user]' } })
    expect(await chat.internal.guildsOf({ accountId: owner.id })).toEqual([])
    expect(await leave(owner)).toEqual({
      left: 0,
      deletedGuilds: 0,
      keysDestroyed: 0,
      rows: { messages: 0, reactors: 0, poll_votes: 0 },
    })
  })

  test('takes the name off what others have open, in guilds that were left before too', async () => {
    const owner = await chat.person()
    const person = await chat.person()
    const { id } = await chat.guildOf(owner, person)
    await person.api.leaveGuild({ guildId: id })
    const heard = chat.listen(id)
    await leave(person)
    expect(heard).toMatchObject([{ t: 'PRESENCE_UPDATE', audience: { kind: 'guild', guildId: id } }])
    const look = heard[0]?.d as GatewayPresenceUpdateDispatchData
    expect(look).toMatchObject({ guild_id: id, status: 'offline', activities: [], client_status: {} })
    expect(look.user).toMatchObject({ id: person.id, username: '[deleted user]', global_name: null })
  })

  test('takes with a guild that goes what former members wrote in it, before it answers', async () => {
    const owner = await chat.person()
    const former = await chat.person()
    const { id, channelId } = await chat.guildOf(owner, former)
    for (const person of [owner, former]) await person.api.sendMessage({ channelId, content: 'hello' })
    const { admin } = chat.storage
    const keys = await admin`
      select guild_key_id as key from guilds where id = ${id}
      union select content_key_id from memberships where guild_id = ${id}`
    await former.api.leaveGuild({ guildId: id })

    expect(await leave(owner)).toEqual({
      left: 0,
      deletedGuilds: 1,
      keysDestroyed: 3,
      rows: { messages: 2, reactors: 0, poll_votes: 0 },
    })

    expect(await admin`select 1 from messages where channel_id = ${channelId}`).toHaveLength(0)
    const ids = keys.map(({ key }) => key as string)
    expect(await chat.keysAdmin`select 1 from keys where id = any(${ids}::int8[])`).toHaveLength(0)
    await chat.parts.jobs.drain()
  })

  test('leaves messages alone, or deletes them in every guild and tells of it', async () => {
    const owner = await chat.person()
    const person = await chat.person()
    const now = await chat.guildOf(owner, person)
    const once = await chat.guildOf(owner, person)
    const guilds = [now, once]
    const sent = await Promise.all(
      guilds.map(({ channelId }) => person.api.sendMessage({ channelId, content: 'hello' })),
    )
    await person.api.leaveGuild({ guildId: once.id })
    await leave(person)
    for (const [index, { channelId }] of guilds.entries())
      expect(await owner.api.listMessages({ channelId })).toMatchObject([{ id: sent[index]?.id }])
    const heard = guilds.map(({ id }) => chat.listen(id))
    expect(await leave(person, 'everything')).toEqual({
      left: 0,
      deletedGuilds: 0,
      keysDestroyed: 0,
      rows: { messages: 2, reactors: 0, poll_votes: 0 },
    })
    for (const [index, { id, channelId }] of guilds.entries()) {
      expect(await owner.api.listMessages({ channelId })).toEqual([])
      const d = { ids: [sent[index]?.id], channel_id: channelId, guild_id: id }
      expect(heard[index]?.filter(({ t }) => t.startsWith('MESSAGE_'))).toMatchObject([
        { t: 'MESSAGE_DELETE_BULK', d, audience: { kind: 'channel', guildId: id, channelId } },
      ])
    }
  })
})

describe('an account that is being erased', () => {
  const forget = (person: Person) => chat.accounts.forget({ accountId: person.id, mode: 'pseudonymise' })

  test('joins nothing any more and makes no guild', async () => {
    const owner = await chat.person()
    const [person, bot] = [await chat.person(), await chat.bot()]
    const { id, channelId } = await chat.guildOf(owner)
    const { code } = await owner.api.createInvite({ channelId })
    for (const one of [person, bot]) await forget(one)
    expect(await chat.codeOf(person.api.acceptInvite({ code }))).toBe('unknown_user')
    expect(await chat.codeOf(person.api.createGuild({ name: 'Too late' }))).toBe('unknown_user')
    const by = { accountId: owner.id, bot: false }
    const adding = chat.internal.addBot({ guildId: id, accountId: bot.id, permissions: 0n, by })
    expect(await chat.codeOf(adding)).toBe('unknown_user')
  })

  test('is taken out of a guild too that it was joining meanwhile', async () => {
    const owner = await chat.person()
    const person = await chat.person()
    const { id, channelId } = await chat.guildOf(owner)
    const { code } = await owner.api.createInvite({ channelId })
    const { admin } = chat.storage
    let leaving: Promise<unknown> | undefined
    let joining: Promise<unknown> | undefined
    await admin.begin(async (sql) => {
      await sql`lock table members in share mode`
      joining = person.api.acceptInvite({ code })
      await vi.waitFor(async () =>
        expect(
          await sql`select 1 from pg_locks where relation = 'members'::regclass and not granted`,
        ).toHaveLength(1),
      )
      await forget(person)
      leaving = leave(person)
      await Promise.race([leaving, new Promise((resolve) => setTimeout(resolve, 300))])
    })
    await joining
    expect(await leaving).toMatchObject({ left: 1 })
    expect(await chat.member(id, person.id)).toBeNull()
    expect(await chat.internal.guildsOf({ accountId: person.id })).toEqual([])
  })
})

test('a guild is left to nobody whose owner an interrupted erasure took out of it', async () => {
  const owner = await chat.person()
  const { id } = await chat.guildOf(owner)
  await chat.storage.admin`delete from members where guild_id = ${id}`
  await chat.storage.admin`update guilds set version = version + 1 where id = ${id}`
  expect(await leave(owner, 'everything')).toMatchObject({ left: 0, deletedGuilds: 1 })
  await erase(owner, 'everything')
  expect(await chat.storage.admin`select 1 from guilds where id = ${id}`).toHaveLength(0)
})

describe('erasure', () => {
  test('finds every column in the catalogue', async () => {
    expect(await coverage(chat.parts.database, catalogue)).toEqual([])
  })

  test('that pseudonymises leaves conversations whole, and another stranger in every guild', async () => {
    const owner = await chat.person()
    const person = await chat.person()
    const one = await chat.guildOf(owner, person)
    const two = await chat.guildOf(owner, person)
    const texts = [one, two].map(({ channelId }) => person.api.sendMessage({ channelId, content: 'hello' }))
    await Promise.all(texts)
    const invite = await person.api.createInvite({ channelId: one.channelId })
    await owner.api.setOverwrite({ channelId: one.channelId, overwriteId: person.id, type: 1, deny: '1' })
    await person.api.editMe({ guildId: one.id, nick: 'Nick' })
    await leave(person)
    expect(await erase(person, 'pseudonymise')).toEqual([])

    const authors = await Promise.all(
      [one, two].map(async ({ channelId }) => (await owner.api.listMessages({ channelId }))[0]),
    )
    for (const message of authors)
      expect(message).toMatchObject({ content: 'hello', author: { username: '[deleted user]' } })
    const ids = authors.map((message) => message?.author.id)
    expect(new Set([...ids, person.id]).size).toBe(3)
    expect(await chat.nobody.getInvite({ code: invite.code })).not.toHaveProperty('inviter')
    const { admin } = chat.storage
    expect(await admin`select 1 from memberships where account_id = ${person.id}`).toHaveLength(0)
    expect(await admin`select 1 from member_overwrites`).toHaveLength(0)
  })

  test('of everything takes the messages and destroys the keys they were sealed with', async () => {
    const owner = await chat.person()
    const person = await chat.person()
    const { id, channelId } = await chat.guildOf(owner, person)
    await person.api.sendMessage({ channelId, content: 'hello' })
    const own = await chat.member(id, person.id)
    await leave(person, 'everything')
    expect(await owner.api.listMessages({ channelId })).toEqual([])
    expect(await erase(person, 'everything')).toEqual([own?.contentKeyId])
    const { admin } = chat.storage
    const ref = own?.membershipRef ?? ''
    expect(await admin`select 1 from memberships where ref = ${ref}`).toHaveLength(0)
    expect(await admin`select 1 from messages where author_ref = ${ref}`).toHaveLength(0)
  })
})
