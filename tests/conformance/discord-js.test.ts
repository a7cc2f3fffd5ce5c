import { once } from 'node:events'
import {
  Events,
  PermissionFlagsBits,
  type Client,
  type Guild,
  type GuildBan,
  type Message,
  type TextChannel,
} from 'discord.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBot } from '../support/bot.ts'
import { addBot, invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { startShape, type TestSystem } from '../support/shape.ts'

let server: TestSystem
let owner: TestPerson
let guest: TestPerson
let guild: TestGuild
let bot: Client<true>

beforeAll(async () => {
  server = await startShape()
  owner = await signUp(server.origin)
  guest = await signUp(server.origin)
  guild = await makeGuild(owner)
  await invite(owner, guild, guest)
  bot = await startBot(server.origin, await addBot(owner, guild))
}, 180_000)

afterAll(async () => {
  await bot?.destroy()
  await server?.remove()
})

function nextMessage(author: string): Promise<Message> {
  return new Promise((resolve) => {
    const listen = (message: Message) => {
      if (message.author.id !== author) return
      bot.off(Events.MessageCreate, listen)
      resolve(message)
    }
    bot.on(Events.MessageCreate, listen)
  })
}

function channel(): TextChannel {
  return bot.channels.cache.get(guild.channel) as TextChannel
}

test('a stock client is ready and knows its guild, channels, roles and itself', () => {
  expect(bot.guilds.cache.has(guild.id)).toBe(true)
  expect(channel().isTextBased()).toBe(true)
  expect(bot.guilds.cache.get(guild.id)?.roles.everyone.id).toBe(guild.id)
  expect(bot.user.bot).toBe(true)
  expect(bot.user.id).toBe(bot.application.id)
})

test('it finds what is shown of those who have no picture', async () => {
  for (const url of [bot.user.displayAvatarURL(), bot.user.defaultAvatarURL]) {
    expect(url).toMatch(new RegExp(`^${server.origin}/media/embed/avatars/[0-5]\\.png$`))
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  }
})

test('it receives a message and replies to it', async () => {
  const received = nextMessage(owner.id)
  await owner.call('POST', `/api/v10/channels/${guild.channel}/messages`, {
    content: 'Is there frost tonight?',
  })
  const message = await received
  expect(message.content).toBe('Is there frost tonight?')
  expect(message.member?.id).toBe(owner.id)
  const reply = await message.reply('Minus two.')
  expect(reply.reference?.messageId).toBe(message.id)
  const seen = await guest.call<{ content: string; referenced_message: { id: string } }[]>(
    'GET',
    `/api/v10/channels/${guild.channel}/messages?limit=1`,
  )
  expect(seen[0]).toMatchObject({ content: 'Minus two.', referenced_message: { id: message.id } })
})

test('it sends, edits, reads and deletes', async () => {
  const sent = await channel().send('First frost expected')
  const edited = await sent.edit('First frost expected tonight')
  expect(edited.content).toBe('First frost expected tonight')
  expect(edited.editedAt).not.toBeNull()
  const page = await channel().messages.fetch({ limit: 10 })
  expect(page.get(sent.id)?.content).toBe('First frost expected tonight')
  await sent.delete()
  await expect(channel().messages.fetch({ message: sent.id, force: true })).rejects.toMatchObject({
    code: 10008,
  })
})

test('it fetches members through the gateway and by HTTP', async () => {
  const members = await bot.guilds.cache.get(guild.id)?.members.fetch()
  expect(members?.has(guest.id)).toBe(true)
  const one = await bot.guilds.cache.get(guild.id)?.members.fetch({ user: guest.id, force: true })
  expect(one?.user.username).toBe(guest.username)
})

test('it is told when a channel is made, renamed and deleted', async () => {
  const made = new Promise<string>((resolve) => bot.once(Events.ChannelCreate, (one) => resolve(one.name)))
  const { id } = await owner.call<{ id: string }>('POST', `/api/v10/guilds/${guild.id}/channels`, {
    name: 'seed-swap',
    type: 0,
  })
  expect(await made).toBe('seed-swap')
  const renamed = new Promise<string>((resolve) =>
    bot.once(Events.ChannelUpdate, (_, after) => resolve('name' in after ? (after.name ?? '') : '')),
  )
  await owner.call('PATCH', `/api/v10/channels/${id}`, { name: 'compost' })
  expect(await renamed).toBe('compost')
  const gone = new Promise<string>((resolve) => bot.once(Events.ChannelDelete, (one) => resolve(one.id)))
  await owner.call('DELETE', `/api/v10/channels/${id}`)
  expect(await gone).toBe(id)
})

test('a permission it lacks is refused with the code libraries know', async () => {
  await expect(bot.guilds.cache.get(guild.id)?.channels.create({ name: 'mine' })).rejects.toMatchObject({
    code: 50013,
  })
})

test('it bans, hears of it, reads bans and lifts them', async () => {
  const unruly = await signUp(server.origin)
  await invite(owner, guild, unruly)
  const role = await owner.call<{ id: string }>('POST', `/api/v10/guilds/${guild.id}/roles`, {
    name: 'moderators',
    permissions: PermissionFlagsBits.BanMembers.toString(),
  })
  const membership = `/api/v10/guilds/${guild.id}/members/${bot.user.id}/roles/${role.id}`
  await owner.call('PUT', membership)
  const { bans, members } = bot.guilds.cache.get(guild.id) as Guild
  const added = once(bot, Events.GuildBanAdd) as Promise<GuildBan[]>
  await bans.create(unruly.id, { reason: 'Tramples “seedlings”', deleteMessageSeconds: 3600 })
  expect((await added)[0]?.user.id).toBe(unruly.id)
  expect((await bans.fetch(unruly.id)).reason).toBe('Tramples “seedlings”')
  expect([...(await bans.fetch()).keys()]).toEqual([unruly.id])
  await expect(members.fetch({ user: unruly.id, force: true })).rejects.toMatchObject({ code: 10007 })
  await expect(invite(owner, guild, unruly)).rejects.toThrow(/404.*10006/)
  const removed = once(bot, Events.GuildBanRemove) as Promise<GuildBan[]>
  await bans.remove(unruly.id)
  expect((await removed)[0]?.user.id).toBe(unruly.id)
  await expect(bans.fetch(unruly.id)).rejects.toMatchObject({ code: 10026 })
  await invite(owner, guild, unruly)
})

test('it resumes after its connection breaks and gets what it missed', async () => {
  const received = nextMessage(guest.id)
  const resumed = new Promise<void>((resolve) => bot.once(Events.ShardResume, () => resolve()))
  const shard = bot.ws.shards.first()
  const inner = Reflect.get(bot.ws, '_ws') as {
    strategy: { shards: Map<number, { destroy(options: object): Promise<void> }> }
  }
  expect(shard).toBeDefined()
  const broken = inner.strategy.shards.get(0)?.destroy({ reason: 'test', code: 4200, recover: 1 })
  await guest.call('POST', `/api/v10/channels/${guild.channel}/messages`, { content: 'while you were away' })
  await broken
  await resumed
  expect((await received).content).toBe('while you were away')
})
