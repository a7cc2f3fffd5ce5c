import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyPermission, firstPermissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let member: Person

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person('founder')
  member = await chat.person()
})

afterAll(() => chat.stop())

describe('guilds', () => {
  test('begin with a category, a text channel and @everyone', async () => {
    owner.heard.length = 0
    const guild = await owner.api.createGuild({ name: '  Reading room ' })
    expect(guild).toMatchObject({ name: 'Reading room', owner_id: owner.id })
    expect(guild.roles).toMatchObject([
      { id: guild.id, name: '@everyone', position: 0, permissions: firstPermissions.toString() },
    ])
    const channels = await owner.api.listChannels({ guildId: guild.id })
    const category = channels.find((one) => one.type === 4)
    expect(channels.find((one) => one.type === 0)).toMatchObject({ name: 'general', parent_id: category?.id })
    expect(owner.heard).toMatchObject([{ t: 'GUILD_CREATE', d: { id: guild.id } }])
  })

  test('begin with the channels asked for, children in the categories named', async () => {
    const { id } = await owner.api.createGuild({
      name: 'Planned',
      channels: [
        { id: 1, name: 'Talk', type: 4 },
        { name: 'Small Talk', parent_id: 1, topic: 'Weather' },
        { name: 'elsewhere' },
      ],
    })
    const channels = await owner.api.listChannels({ guildId: id })
    const category = channels.find((one) => one.type === 4)
    expect(channels.find((one) => one.name === 'small-talk')).toMatchObject({
      parent_id: category?.id,
      topic: 'Weather',
    })
    expect(channels.find((one) => one.name === 'elsewhere')).toMatchObject({ parent_id: null })
    const lost = owner.api.createGuild({ name: 'Planned', channels: [{ name: 'lost', parent_id: 7 }] })
    expect(await chat.codeOf(lost)).toBe('not_a_category')
  })

  test('do not exist for people from outside', async () => {
    const { id } = await chat.guildOf(owner)
    const attempts = [
      () => member.api.getGuild({ guildId: id }),
      () => member.api.editGuild({ guildId: id, name: 'Mine' }),
      () => member.api.deleteGuild({ guildId: id }),
      () => member.api.leaveGuild({ guildId: id }),
      () => member.api.listMembers({ guildId: id }),
      () => member.api.listRoles({ guildId: id }),
      () => member.api.getGuild({ guildId: '1' }),
    ]
    for (const attempt of attempts) expect(await chat.codeOf(attempt())).toBe('unknown_guild')
  })

  test('are listed by id, with what one may do there', async () => {
    const person = await chat.person()
    const first = await person.api.createGuild({ name: 'One' })
    const second = await chat.guildOf(owner, person)
    const third = await person.api.createGuild({ name: 'Three' })
    const ids = async (page: object) => (await person.api.listMyGuilds(page)).map((guild) => guild.id)
    expect(await ids({})).toEqual([first.id, second.id, third.id])
    expect(await ids({ after: first.id, limit: 1 })).toEqual([second.id])
    expect(await ids({ before: third.id, limit: 1 })).toEqual([second.id])
    expect(await person.api.listMyGuilds({ with_counts: true })).toMatchObject([
      { owner: true, permissions: everyPermission.toString(), approximate_member_count: 1 },
      { owner: false, permissions: firstPermissions.toString(), approximate_member_count: 2 },
      {},
    ])
  })

  test('pass only from their owner, and only to people in them', async () => {
    const stranger = await chat.person()
    const bot = await chat.bot()
    const { id } = await chat.guildOf(owner, member)
    const by = { accountId: owner.id, bot: false }
    await chat.internal.addBot({ guildId: id, accountId: bot.id, permissions: 0n, by })
    const give = (person: Person, to: Person) =>
      chat.codeOf(person.api.editGuild({ guildId: id, owner_id: to.id }))
    expect(await give(member, member)).toBe('missing_permissions')
    expect(await give(owner, stranger)).toBe('unknown_member')
    expect(await give(owner, bot)).toBe('people_only')
    expect(await chat.codeOf(owner.api.leaveGuild({ guildId: id }))).toBe('owner_must_stay')
    expect(await give(owner, member)).toBe('done')
    expect(await chat.codeOf(owner.api.deleteGuild({ guildId: id }))).toBe('missing_permissions')
    expect(await chat.codeOf(owner.api.leaveGuild({ guildId: id }))).toBe('done')
  })

  test('are edited by nobody who may not, even to what they are', async () => {
    const { id } = await chat.guildOf(owner, member)
    const heard = chat.listen(id)
    for (const edit of [{}, { name: 'Reading room' }, { owner_id: owner.id }])
      expect(await chat.codeOf(member.api.editGuild({ guildId: id, ...edit }))).toBe('missing_permissions')
    expect(heard).toEqual([])
    expect(await chat.codeOf(owner.api.editGuild({ guildId: id }))).toBe('done')
  })

  test('take everything along a day after they are deleted, keys too', async () => {
    const { id, channelId } = await chat.guildOf(owner, member)
    await member.api.sendMessage({ channelId, content: 'hello' })
    const { keyId } = await chat.state(id)
    await owner.api.deleteGuild({ guildId: id })
    await chat.parts.jobs.drain()
    const { admin } = chat.storage
    expect(await admin`select 1 from messages where guild_id = ${id}`).toHaveLength(1)
    chat.clock.advance(86_400_000)
    await chat.parts.jobs.runInterval('chat.purgeDeleted')
    await chat.parts.jobs.drain()
    for (const table of ['channels', 'roles', 'memberships', 'members', 'messages', 'channel_heads'])
      expect(await admin`select 1 from ${admin(table)} where guild_id = ${id}`).toHaveLength(0)
    const sealing = chat.keys.seal({
      items: [{ key: keyId, place: { table: 't', column: 'c', row: 'r' }, plain: new Uint8Array(1) }],
    })
    await expect(sealing).rejects.toThrow()
  })

  test('are not for bots to make, and at most a hundred per account', async () => {
    const bot = await chat.bot()
    expect(await chat.codeOf(bot.api.createGuild({ name: 'Bots' }))).toBe('people_only')
    const person = await chat.person()
    for (let count = 0; count < 100; count += 1) await person.api.createGuild({ name: `Number ${count}` })
    const { channelId } = await chat.guildOf(owner)
    const { code } = await owner.api.createInvite({ channelId })
    const keys = async () => (await chat.keysAdmin`select 1 from keys`).length
    const before = await keys()
    expect(await chat.codeOf(person.api.createGuild({ name: 'Too many' }))).toBe('too_many_guilds')
    expect(await chat.codeOf(person.api.acceptInvite({ code }))).toBe('too_many_guilds')
    expect(await keys()).toBe(before)
  })

  test('store their names sealed', async () => {
    await owner.api.createGuild({ name: 'canary-guild', channels: [{ name: 'canary-channel' }] })
    const { admin } = chat.storage
    const found = await admin`
      select 1 from guilds where position('canary'::bytea in name) > 0
      union all select 1 from channels where position('canary'::bytea in name) > 0`
    expect(found).toHaveLength(0)
  })
})
