import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { permissions } from '@alles/chat/contract'
import { intents } from '../protocol/intents.ts'
import type { GatewayClient } from '../testing/gateway-client.ts'
import { knownGuilds, sorted } from '../testing/guild-model.ts'
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

async function session(of: { session(identify?: object): Promise<GatewayClient> }, identify?: object) {
  const client = await of.session(identify)
  clients.push(client)
  return client
}

const view = String(permissions.VIEW_CHANNEL)
const hide = (channelId: string) =>
  owner.api.setOverwrite({ channelId, overwriteId: guild.id, type: 0, allow: '0', deny: view })
const show = (channelId: string) => owner.api.removeOverwrite({ channelId, overwriteId: guild.id })
const say = (content: string, channelId = guild.channelId) => owner.api.sendMessage({ channelId, content })
const contentsOf = (client: GatewayClient) =>
  client.events<{ content: string }>('MESSAGE_CREATE').map(({ content }) => content)

describe('a message', () => {
  test('reaches every session of every member, with a number of its own in each', async () => {
    const all = [await session(owner), await session(member), await session(member)]
    await say('frost tonight?')
    for (const client of all) {
      const frame = await client.frame(({ t }) => t === 'MESSAGE_CREATE')
      expect(frame.s).toBe(client.frames.filter(({ op }) => op === 0).length)
      expect(frame.d).toMatchObject({ content: 'frost tonight?', author: { id: owner.id } })
    }
  })

  test('holds its nonce, by which the author knows it again', async () => {
    const own = await session(owner)
    await owner.api.sendMessage({ channelId: guild.channelId, content: 'x', nonce: 'n1' })
    expect(await own.event('MESSAGE_CREATE')).toMatchObject({ nonce: 'n1' })
  })

  test('comes to bots without MESSAGE_CONTENT empty, unless it is theirs or mentions them', async () => {
    const bot = await running.bot(owner, guild.id)
    const asked = intents.GUILDS | intents.GUILD_MESSAGES
    const blind = await session(bot, { intents: asked })
    const seeing = await session(bot, { intents: asked | intents.MESSAGE_CONTENT })
    await say('among us')
    await say(`hello <@${bot.id}>`)
    await blind.event<{ content: string }>('MESSAGE_CREATE', ({ content }) => content !== '')
    expect(contentsOf(blind)).toEqual(['', `hello <@${bot.id}>`])
    await seeing.settle()
    expect(contentsOf(seeing)).toEqual(['among us', `hello <@${bot.id}>`])
  })

  test('is not sent to who did not ask for it', async () => {
    const quiet = await session(member, { intents: intents.GUILDS })
    await say('anybody?')
    await quiet.settle()
    expect(contentsOf(quiet)).toEqual([])
  })

  test('edited, deleted or being written is told too', async () => {
    const client = await session(member)
    const { id } = await say('first')
    await owner.api.editMessage({ channelId: guild.channelId, messageId: id, content: 'second' })
    await owner.api.startTyping({ channelId: guild.channelId })
    await owner.api.deleteMessage({ channelId: guild.channelId, messageId: id })
    expect(await client.event('MESSAGE_DELETE')).toMatchObject({ id, channel_id: guild.channelId })
    const heard = client.frames.map(({ t }) => t).filter((t) => /^(MESSAGE|TYPING)_/.test(t ?? ''))
    expect(heard).toEqual(['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'TYPING_START', 'MESSAGE_DELETE'])
  })
})

describe('losing sight of a channel', () => {
  test('ends delivery at once, and the channel is gone for the client', async () => {
    const [own, other] = [await session(owner), await session(member)]
    await say('before')
    await hide(guild.channelId)
    await say('behind the curtain')
    await show(guild.channelId)
    await say('after')
    await other.event<{ content: string }>('MESSAGE_CREATE', ({ content }) => content === 'after')
    expect(contentsOf(other)).toEqual(['before', 'after'])
    expect(other.events('CHANNEL_DELETE')).toMatchObject([{ id: guild.channelId }])
    expect(other.events('CHANNEL_CREATE')).toMatchObject([{ id: guild.channelId }])
    await own.settle()
    expect(contentsOf(own)).toEqual(['before', 'behind the curtain', 'after'])
    expect(own.events('CHANNEL_DELETE')).toEqual([])
  })

  test('holds for whatever is said at the very moment', async () => {
    const other = await session(member)
    await Promise.all([
      ...Array.from({ length: 20 }, (_, count) => say(`early ${count}`)),
      hide(guild.channelId).then(() => say('secret')),
    ])
    await owner.api.createChannel({ guildId: guild.id, name: 'open', type: 0 })
    await other.event('CHANNEL_CREATE')
    expect(contentsOf(other)).not.toContain('secret')
    const deleted = other.frames.findIndex(({ t }) => t === 'CHANNEL_DELETE')
    const after = other.frames.slice(deleted).map(({ t }) => t)
    expect(after.filter((t) => t !== 'PRESENCE_UPDATE')).toEqual(['CHANNEL_DELETE', 'CHANNEL_CREATE'])
  })

  test('a hidden channel is in no GUILD_CREATE, and its making is told to those who see it alone', async () => {
    const [own, other] = [await session(owner), await session(member)]
    const { id } = await owner.api.createChannel({
      guildId: guild.id,
      name: 'committee',
      type: 0,
      permission_overwrites: [{ id: guild.id, type: 0, allow: '0', deny: view }],
    })
    await own.event('CHANNEL_CREATE')
    await owner.api.deleteChannel({ channelId: id })
    await own.event('CHANNEL_DELETE')
    await other.settle()
    expect(other.events('CHANNEL_CREATE')).toEqual([])
    expect(other.events('CHANNEL_DELETE')).toEqual([])
  })

  test('a role given or taken shows and hides', async () => {
    const other = await session(member)
    const role = await owner.api.createRole({ guildId: guild.id, name: 'committee' })
    await hide(guild.channelId)
    await owner.api.setOverwrite({
      channelId: guild.channelId,
      overwriteId: role.id,
      type: 0,
      allow: view,
      deny: '0',
    })
    const of = { guildId: guild.id, userId: member.id, roleId: role.id }
    await owner.api.giveRole(of)
    await other.event('CHANNEL_CREATE')
    await say('welcome')
    await other.event('MESSAGE_CREATE')
    await owner.api.takeRole(of)
    await say('without you')
    await owner.api.editMember({ guildId: guild.id, userId: member.id, nick: 'Moss' })
    await other.event<{ nick: string | null }>('GUILD_MEMBER_UPDATE', ({ nick }) => nick === 'Moss')
    expect(contentsOf(other)).toEqual(['welcome'])
    expect(other.events('CHANNEL_DELETE')).toHaveLength(2)
  })
})

test('what needs a permission beyond seeing is told to those who have it alone', async () => {
  const [own, other] = [await session(owner), await session(member)]
  await owner.api.createInvite({ channelId: guild.channelId, unique: true })
  await say('invited')
  await own.event('INVITE_CREATE')
  await other.event('MESSAGE_CREATE')
  expect(other.events('INVITE_CREATE')).toEqual([])
})

describe('membership', () => {
  test('begins with GUILD_CREATE and ends with GUILD_DELETE, in every session', async () => {
    const guest = await running.person()
    const sessions = [await session(guest), await session(guest)]
    const { code } = await owner.api.createInvite({ channelId: guild.channelId })
    const seen = await session(member)
    await guest.api.acceptInvite({ code })
    for (const client of sessions)
      expect(await client.event('GUILD_CREATE')).toMatchObject({ id: guild.id, member_count: 3 })
    expect(await seen.event('GUILD_MEMBER_ADD')).toMatchObject({ user: { id: guest.id } })
    await owner.api.kickMember({ guildId: guild.id, userId: guest.id })
    await say('quiet again')
    for (const client of sessions) {
      expect(await client.event('GUILD_DELETE')).toEqual({ id: guild.id })
      await client.settle()
      expect(contentsOf(client)).toEqual([])
      expect(client.events('GUILD_DELETE')).toHaveLength(1)
    }
    expect(await seen.event('GUILD_MEMBER_REMOVE')).toMatchObject({ user: { id: guest.id } })
  })

  test('of a new guild begins for its owner; a deleted one ends for all', async () => {
    const [own, other] = [await session(owner), await session(member)]
    const made = await owner.api.createGuild({ name: 'Second' })
    await own.event<{ id: string }>('GUILD_CREATE', ({ id }) => id === made.id)
    await owner.api.deleteGuild({ guildId: guild.id })
    for (const client of [own, other])
      await client.event<{ id: string }>('GUILD_DELETE', ({ id }) => id === guild.id)
    expect(other.events<{ id: string }>('GUILD_CREATE').map(({ id }) => id)).not.toContain(made.id)
  })

  test('members can be asked for: all, by name, by id', async () => {
    const client = await session(owner)
    const ask = async (nonce: string, request: object) => {
      client.say(8, { guild_id: guild.id, nonce, ...request })
      const chunk = await client.event<{ nonce: string; members: { user: { id: string } }[] }>(
        'GUILD_MEMBERS_CHUNK',
        (d) => d.nonce === nonce,
      )
      return { ...chunk, members: chunk.members.map(({ user }) => user.id) }
    }
    const both = [owner.id, member.id].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    expect(await ask('a', { query: '', limit: 0, presences: true })).toEqual({
      guild_id: guild.id,
      members: both,
      chunk_index: 0,
      chunk_count: 1,
      presences: expect.arrayContaining([
        expect.objectContaining({ user: { id: owner.id }, status: 'online' }),
      ]),
      nonce: 'a',
    })
    client.say(8, { guild_id: guild.id, nonce: 'ü'.repeat(17), user_ids: [owner.id] })
    const unnamed = await client.event<{ nonce?: string }>(
      'GUILD_MEMBERS_CHUNK',
      (d) => d.nonce === undefined,
    )
    expect(unnamed).not.toHaveProperty('presences')
    expect(await ask('b', { query: 'PERSON_', limit: 1 })).toMatchObject({ members: [owner.id] })
    expect(await ask('c', { query: 'nobody', limit: 5 })).toMatchObject({ members: [] })
    expect(await ask('d', { user_ids: [member.id, '1'] })).toMatchObject({
      members: [member.id],
      not_found: ['1'],
    })
  })
})

test('for every viewer, what they knew and what they heard make what there is now', async () => {
  const bot = await running.bot(owner, guild.id)
  const everything = { intents: 0x1_ffff }
  const watching = [await session(owner), await session(member), await session(bot, everything)]
  const guildId = guild.id
  const role = await owner.api.createRole({ guildId, name: 'a' })
  const category = await owner.api.createChannel({ guildId, name: 'files', type: 4 })
  const second = await owner.api.createChannel({ guildId, name: 'second', type: 0, parent_id: category.id })
  await owner.api.setOverwrite({
    channelId: second.id,
    overwriteId: guildId,
    type: 0,
    allow: '0',
    deny: view,
  })
  await owner.api.setOverwrite({
    channelId: second.id,
    overwriteId: member.id,
    type: 1,
    allow: view,
    deny: '0',
  })
  await say('in the second', second.id)
  await owner.api.editChannel({ channelId: second.id, name: 'minutes', topic: 'Who said what' })
  await owner.api.giveRole({ guildId, userId: member.id, roleId: role.id })
  await owner.api.editRole({ guildId, roleId: role.id, permissions: String(permissions.ADMINISTRATOR) })
  await hide(guild.channelId)
  await say('in the first')
  const third = await owner.api.createChannel({ guildId, name: 'third', type: 0 })
  await owner.api.deleteRole({ guildId, roleId: role.id })
  await member.api.editMe({ guildId, nick: 'Moss' })
  await member.api.editAccount({ display_name: 'Moss and Co.' })
  await owner.api.editGuild({ guildId, name: 'Renamed' })
  await owner.api.deleteChannel({ channelId: category.id })
  await owner.api.editGuild({ guildId, owner_id: member.id })
  await member.api.editChannel({ channelId: third.id, permission_overwrites: [] })
  await owner.api.sendMessage({ channelId: third.id, content: 'last words' })
  for (const client of watching)
    await client.event<{ content: string }>('MESSAGE_CREATE', ({ content }) => content === 'last words')
  const fresh = [await session(owner), await session(member), await session(bot, everything)]
  for (const [index, client] of watching.entries()) {
    const known = sorted(knownGuilds(client.frames).get(guildId))
    expect(known).toEqual(sorted(knownGuilds(fresh[index]?.frames ?? []).get(guildId)))
  }
})
