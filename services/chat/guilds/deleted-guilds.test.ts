import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

const dayMs = 86_400_000

let chat: RunningChat
let owner: Person
let member: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  chat = await startChat()
})
beforeEach(async () => {
  owner = await chat.person()
  member = await chat.person()
  const made = await chat.guildOf(owner, member)
  guildId = made.id
  channelId = made.channelId
  await member.api.sendMessage({ channelId, content: 'hello' })
})
afterAll(() => chat.stop())

describe('a deleted guild', () => {
  test('is there for nobody at once, and can be restored for a day as it was', async () => {
    const { code } = await owner.api.createInvite({ channelId })
    const heard = chat.listen(guildId)
    await owner.api.deleteGuild({ guildId })
    expect(heard).toMatchObject([{ t: 'GUILD_DELETE', d: { id: guildId }, reshape: true }])
    const attempts = [
      () => owner.api.getGuild({ guildId }),
      () => member.api.getGuild({ guildId }),
      () => owner.api.createRole({ guildId }),
      () => owner.api.deleteGuild({ guildId }),
    ]
    for (const attempt of attempts) expect(await chat.codeOf(attempt())).toBe('unknown_guild')
    expect(await chat.codeOf(member.api.listMessages({ channelId }))).toBe('unknown_channel')
    expect(await chat.codeOf(member.api.sendMessage({ channelId, content: 'still?' }))).toBe(
      'unknown_channel',
    )
    expect(await chat.codeOf(member.api.acceptInvite({ code }))).toBe('unknown_invite')
    expect(await member.api.listMyGuilds({})).toEqual([])
    expect(await chat.internal.guildsOf({ accountId: member.id })).toEqual([])
    const [deleted] = await owner.api.listDeletedGuilds({})
    expect(deleted).toMatchObject({ id: guildId, name: 'Reading room' })
    chat.clock.advance(dayMs - 1000)
    owner.heard.length = 0
    member.heard.length = 0
    await owner.api.restoreGuild({ guildId })
    for (const one of [owner, member])
      expect(one.heard).toMatchObject([{ t: 'GUILD_CREATE', d: { id: guildId } }])
    expect((await member.api.listMessages({ channelId })).map((one) => one.content)).toEqual(['hello'])
    expect(await owner.api.listDeletedGuilds({})).toEqual([])
    chat.clock.advance(dayMs)
    await chat.parts.jobs.runInterval('chat.purgeDeleted')
    expect((await owner.api.getGuild({ guildId })).id).toBe(guildId)
  })

  test('is restored by its owner alone, and not after a day', async () => {
    await owner.api.deleteGuild({ guildId })
    expect(await chat.codeOf(member.api.restoreGuild({ guildId }))).toBe('unknown_guild')
    expect(await member.api.listDeletedGuilds({})).toEqual([])
    chat.clock.advance(dayMs)
    expect(await owner.api.listDeletedGuilds({})).toEqual([])
    expect(await chat.codeOf(owner.api.restoreGuild({ guildId }))).toBe('unknown_guild')
  })

  test('that was restored and deleted again has its whole day', async () => {
    await owner.api.deleteGuild({ guildId })
    chat.clock.advance(dayMs / 2)
    await owner.api.restoreGuild({ guildId })
    await owner.api.deleteGuild({ guildId })
    chat.clock.advance(dayMs / 2)
    await chat.parts.jobs.runInterval('chat.purgeDeleted')
    await owner.api.restoreGuild({ guildId })
    expect((await member.api.getGuild({ guildId })).id).toBe(guildId)
  })

  test('goes for good with its owner', async () => {
    await owner.api.deleteGuild({ guildId })
    const { deletedGuilds, rows } = await chat.internal.leaveEverything({
      accountId: owner.id,
      mode: 'pseudonymise',
    })
    expect({ deletedGuilds, rows }).toEqual({
      deletedGuilds: 1,
      rows: { messages: 1, reactors: 0, poll_votes: 0 },
    })
    const { admin } = chat.storage
    expect(await admin`select 1 from guilds where id = ${guildId}`).toHaveLength(0)
  })

  test('cannot be restored by a bot, or without being its owner', async () => {
    const bot = await chat.bot()
    expect(await chat.codeOf(bot.api.restoreGuild({ guildId }))).toBe('not_allowed')
    expect(await chat.codeOf(owner.api.restoreGuild({ guildId }))).toBe('unknown_guild')
  })
})
