import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  applyDispatch,
  guildView,
  permissions,
  type FullGuild,
  type GuildView,
  type Thread,
} from '@alles/chat/contract'
import { intents } from '../protocol/intents.ts'
import type { GatewayClient } from '../testing/gateway-client.ts'
import { startGateway, type Person, type RunningGateway } from '../testing/start-gateway.ts'

let running: RunningGateway
let owner: Person
let member: Person
let guest: Person
let guild: { id: string; channelId: string }
let clients: GatewayClient[] = []

beforeAll(async () => {
  running = await startGateway()
  owner = await running.person()
  member = await running.person()
  guest = await running.person()
})
beforeEach(async () => {
  await Promise.all(clients.map((client) => client.cut()))
  clients = []
  guild = await running.guild(owner, member, guest)
})
afterAll(() => running.stop())

async function session(of: { session(identify?: object): Promise<GatewayClient> }, identify?: object) {
  const client = await of.session(identify)
  clients.push(client)
  return client
}

const view = String(permissions.VIEW_CHANNEL)
const hide = () =>
  owner.api.setOverwrite({ channelId: guild.channelId, overwriteId: guild.id, type: 0, deny: view })
const show = () => owner.api.removeOverwrite({ channelId: guild.channelId, overwriteId: guild.id })
const open = (by: Person, type: number, name = 'Thread') =>
  by.api.startThread({ channelId: guild.channelId, name, type })
const say = (content: string, channelId: string, by = owner) => by.api.sendMessage({ channelId, content })
const contentsOf = (client: GatewayClient) =>
  client
    .events<{ content: string; type: number }>('MESSAGE_CREATE')
    .flatMap(({ content, type }) => (type === 0 ? [content] : []))
const threadEvents = (client: GatewayClient) =>
  client.frames.flatMap(({ t }) => (t?.startsWith('THREAD_') ? [t] : []))

/** Waits until everything that happened so far was told to everybody. */
async function everythingTold(...all: GatewayClient[]): Promise<void> {
  const name = `mark-${Math.random()}`
  const { id } = await owner.api.createRole({ guildId: guild.id, name })
  for (const client of all)
    await client.event<{ role: { id: string } }>('GUILD_ROLE_CREATE', ({ role }) => role.id === id)
}

describe('an open thread', () => {
  test('is told of to who sees its channel, and so is what is said in it', async () => {
    const [own, other] = [await session(owner), await session(member)]
    const { id } = await open(owner, 11)
    await say('welcome', id)
    await everythingTold(own, other)
    expect(threadEvents(own)).toEqual(['THREAD_CREATE', 'THREAD_MEMBER_UPDATE'])
    expect(threadEvents(other)).toEqual(['THREAD_CREATE'])
    expect(other.events('THREAD_CREATE')).toMatchObject([{ id, newly_created: true }])
    await hide()
    await say('behind the curtain', id)
    await owner.api.editChannel({ channelId: id, name: 'Renamed' })
    await everythingTold(own, other)
    expect(contentsOf(other)).toEqual(['welcome'])
    expect(threadEvents(other)).toEqual(['THREAD_CREATE'])
    expect(contentsOf(own)).toEqual(['welcome', 'behind the curtain'])
  })

  test('is listed when its channel comes into sight', async () => {
    const { id } = await open(owner, 11)
    await open(owner, 12, 'hidden')
    await member.api.joinThread({ channelId: id })
    await hide()
    const other = await session(member)
    const nosy = await session(guest)
    await show()
    expect(await other.event('THREAD_LIST_SYNC')).toMatchObject({
      guild_id: guild.id,
      channel_ids: [guild.channelId],
      threads: [{ id }],
      members: [{ id, user_id: member.id }],
    })
    expect(await nosy.event('THREAD_LIST_SYNC')).toMatchObject({ threads: [{ id }], members: [] })
    const order = other.frames.flatMap(({ t }) =>
      t === 'CHANNEL_CREATE' || t === 'THREAD_LIST_SYNC' ? [t] : [],
    )
    expect(order).toEqual(['CHANNEL_CREATE', 'THREAD_LIST_SYNC'])
  })

  test('tells who joins it to those who asked for members, and to whom it is about', async () => {
    const quiet = { intents: intents.GUILDS }
    const [own, other, all] = [
      await session(guest, quiet),
      await session(member, quiet),
      await session(owner),
    ]
    const { id } = await open(owner, 11)
    await guest.api.joinThread({ channelId: id })
    await everythingTold(own, other, all)
    expect(own.events('THREAD_MEMBERS_UPDATE')).toMatchObject([
      { id, member_count: 2, added_members: [{ user_id: guest.id, member: { user: { id: guest.id } } }] },
    ])
    expect(other.events('THREAD_MEMBERS_UPDATE')).toEqual([])
    expect(all.events('THREAD_MEMBERS_UPDATE')).toHaveLength(1)
  })
})

describe('a private thread', () => {
  test('is told of to its members and who manages threads alone, to its end', async () => {
    const [own, other, nosy] = [await session(owner), await session(member), await session(guest)]
    const { id } = await open(member, 12)
    await say('psst', id, member)
    await member.api.startTyping({ channelId: id })
    await member.api.editChannel({ channelId: id, archived: true })
    const { id: messageId } = (await member.api.listMessages({ channelId: id }))[0] ?? { id: '' }
    await member.api.deleteMessage({ channelId: id, messageId })
    await say('again', id, member)
    await owner.api.deleteChannel({ channelId: id })
    await everythingTold(own, other, nosy)
    expect(contentsOf(own)).toEqual(['psst', 'again'])
    expect(contentsOf(other)).toEqual(['psst', 'again'])
    expect(other.events('MESSAGE_DELETE')).toHaveLength(1)
    expect(other.events('THREAD_DELETE')).toMatchObject([{ id }])
    const heard = nosy.frames.flatMap(({ t }) =>
      /^(THREAD|MESSAGE|TYPING|CHANNEL)_/.test(t ?? '') ? [t] : [],
    )
    expect(heard).toEqual([])
  })

  test('begins for who is added and ends for who is taken out, before anything else is said', async () => {
    const other = await session(guest)
    const { id } = await open(member, 12)
    await say('before', id, member)
    await member.api.addThreadMember({ channelId: id, userId: guest.id })
    await say('with you', id, member)
    // Who is in a private thread is asked when something is delivered.
    await everythingTold(other)
    await Promise.all([
      member.api.removeThreadMember({ channelId: id, userId: guest.id }).then(() => say('late', id, member)),
      say('early', id, member),
    ])
    await everythingTold(other)
    expect(contentsOf(other).filter((one) => one !== 'early')).toEqual(['with you'])
    expect(threadEvents(other)).toEqual(['THREAD_CREATE', 'THREAD_MEMBERS_UPDATE', 'THREAD_DELETE'])
    expect(other.frames.findLast(({ t }) => t?.startsWith('MESSAGE_') || t === 'THREAD_DELETE')?.t).toBe(
      'THREAD_DELETE',
    )
  })

  test('is in GUILD_CREATE of who sees it alone; archived threads are in none', async () => {
    const { id } = await open(member, 12)
    const gone = await open(member, 11)
    const there = await open(owner, 11)
    await member.api.editChannel({ channelId: gone.id, archived: true })
    const threadsOf = async (of: Person) => {
      const client = await session(of)
      const full = client.events<FullGuild>('GUILD_CREATE').find((one) => one.id === guild.id)
      return Object.fromEntries((full?.threads ?? []).map((one) => [one.id, one.member?.user_id]))
    }
    expect(await threadsOf(member)).toEqual({ [id]: member.id, [there.id]: undefined })
    expect(await threadsOf(owner)).toEqual({ [id]: undefined, [there.id]: owner.id })
    expect(await threadsOf(guest)).toEqual({ [there.id]: undefined })
  })
})

/** What a client knows of the guild by everything it was told. */
function knownTo(client: GatewayClient): GuildView | null {
  return client.frames.reduce<GuildView | null>((known, { t, d }) => {
    if (t === 'GUILD_CREATE' && (d as FullGuild).id === guild.id) return guildView(d as FullGuild)
    return known && typeof t === 'string' ? applyDispatch(known, t, d as object) : known
  }, null)
}

test('for every viewer, what they knew of threads and what they heard make what there is now', async () => {
  const bot = await running.bot(owner, guild.id)
  const everything = { intents: 0x1_ffff }
  const everybody = [owner, member, guest]
  const watch = async () => [
    ...(await Promise.all(everybody.map((one) => session(one)))),
    await session(bot, everything),
  ]
  const watching = await watch()
  const { id: messageId } = await say('about', guild.channelId)
  await member.api.startThreadFromMessage({ channelId: guild.channelId, messageId, name: 'About' })
  await say('one', messageId, guest)
  const hidden = await open(member, 12)
  await member.api.addThreadMember({ channelId: hidden.id, userId: guest.id })
  await say('two', hidden.id, guest)
  await member.api.editChannel({ channelId: hidden.id, archived: true })
  const role = await owner.api.createRole({
    guildId: guild.id,
    name: 'keeper',
    permissions: String(permissions.MANAGE_THREADS),
  })
  await owner.api.giveRole({ guildId: guild.id, userId: bot.id, roleId: role.id })
  await say('three', hidden.id, member)
  await owner.api.takeRole({ guildId: guild.id, userId: bot.id, roleId: role.id })
  await hide()
  await owner.api.editChannel({ channelId: messageId, name: 'All about' })
  await show()
  await guest.api.leaveThread({ channelId: hidden.id })
  const forum = await owner.api.createChannel({ guildId: guild.id, name: 'forum', type: 15 })
  const post = { channelId: forum.id, name: 'Post', message: { content: 'four' } }
  await member.api.startThread(post)
  const second = await guest.api.startThread(post)
  await guest.api.deleteMessage({ channelId: second.id, messageId: second.id })
  await owner.api.deleteChannel({ channelId: messageId })
  await everythingTold(...watching)
  const fresh = await watch()
  for (const [index, client] of watching.entries()) {
    const known = knownTo(client)
    const now = knownTo(fresh[index] ?? client)
    expect(known?.threads).toEqual(now?.threads)
    expect(known?.channels).toEqual(now?.channels)
    expect([...(now?.threads.values() ?? [])].map((one: Thread) => one.name)).toContain('Post')
  }
})
