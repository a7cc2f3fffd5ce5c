import { createSealer } from '@alles/platform/catalogue'
import * as keysContract from '@alles/keys/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reachChanged, reachTopic } from '../contract/index.ts'
import { freeze } from '../guild-state/guild-state-store.ts'
import { readGuildState } from '../guild-state/read-guild-state.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let ada: Person
let ben: Person
let stranger: Person
let bot: Person
let guildId = ''

beforeAll(async () => {
  chat = await startChat()
  ada = await chat.person('ada')
  ben = await chat.person('ben')
  stranger = await chat.person('stranger')
  bot = await chat.bot()
  ;({ id: guildId } = await chat.guildOf(ada, ben))
  const by = { accountId: ada.id, bot: false }
  await chat.internal.addBot({ guildId, accountId: bot.id, name: 'Helper', permissions: 0n, by })
})
afterAll(() => chat.stop())
beforeEach(() => {
  for (const one of [ada, ben, stranger, bot]) one.heard.length = 0
})

const names = (one: Person) => one.heard.map(({ t }) => t)
const idsOf = async (one: Person) => (await one.api.listConversations({})).map(({ id }) => id)
const open = async (one: Person, other: Person) =>
  (await one.api.openConversation({ recipient_id: other.id })).id

describe('a direct conversation', () => {
  test('is one and the same, whoever opens it and however often, also at once', async () => {
    const all = await Promise.all([open(ada, ben), open(ben, ada), open(ada, ben), open(ben, ada)])
    expect(new Set(all).size).toBe(1)
    const [row] = await chat.storage.admin<{ pairs: number; conversations: number }[]>`
      select (select count(*)::int from direct_pairs) as pairs,
        (select count(*)::int from guilds where kind = 1) as conversations`
    expect(row).toEqual({ pairs: 2, conversations: 1 })
    expect(await open(ada, ben)).toBe(all[0])
  })

  test('is seen by the other once something is written in it', async () => {
    const cara = await chat.person('cara')
    const { code } = await ada.api.createInvite({
      channelId: (await chat.state(guildId)).channels[1]?.id ?? '',
    })
    await cara.api.acceptInvite({ code })
    cara.heard.length = 0
    ada.heard.length = 0
    const channelId = await open(ada, cara)
    expect(ada.heard).toMatchObject([
      { t: 'CHANNEL_CREATE', d: { id: channelId, type: 1, name: null, recipients: [{ id: cara.id }] } },
    ])
    expect(cara.heard).toEqual([])
    expect(await idsOf(cara)).not.toContain(channelId)
    const sent = await ada.api.sendMessage({ channelId, content: `Hello <@${cara.id}>` })
    expect(cara.heard).toMatchObject([
      { t: 'CHANNEL_CREATE', d: { id: channelId, recipients: [{ id: ada.id }] } },
      { t: 'MESSAGE_CREATE', d: { id: sent.id, channel_type: 1, author: { id: ada.id } } },
    ])
    for (const { d } of [...cara.heard, ...ada.heard]) {
      expect(d).not.toHaveProperty('guild_id')
      expect(JSON.stringify(d)).not.toContain('"member"')
    }
    expect(names(ada)).toEqual(['CHANNEL_CREATE', 'MESSAGE_CREATE'])
    expect(await idsOf(cara)).toEqual([channelId])
  })

  test('carries replies, edits, deletions and typing to the two alone', async () => {
    const channelId = await open(ada, ben)
    const first = await ada.api.sendMessage({ channelId, content: 'One' })
    ben.heard.length = 0
    const answer = await ben.api.sendMessage({
      channelId,
      content: 'Two',
      message_reference: { message_id: first.id },
    })
    expect(answer.message_reference).toEqual({ type: 0, message_id: first.id, channel_id: channelId })
    await ben.api.editMessage({ channelId, messageId: answer.id, content: 'Two and a half' })
    await ada.api.startTyping({ channelId })
    await ben.api.deleteMessage({ channelId, messageId: answer.id })
    expect(await chat.codeOf(ben.api.deleteMessage({ channelId, messageId: first.id }))).toBe(
      'missing_permissions',
    )
    const told = ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'TYPING_START', 'MESSAGE_DELETE']
    expect(names(ben)).toEqual(told)
    expect(names(ada).slice(-4)).toEqual(told)
    expect(ben.heard[2]?.d).toEqual({ channel_id: channelId, user_id: ada.id, timestamp: expect.any(Number) })
    expect([...stranger.heard, ...bot.heard]).toEqual([])
    expect((await ben.api.listMessages({ channelId })).map((one) => one.content)).toEqual(['One'])
  })

  test('put away comes back with the next message, and not before', async () => {
    const channelId = await open(ada, ben)
    await ada.api.sendMessage({ channelId, content: 'Before' })
    ben.heard.length = 0
    expect(await ben.api.deleteChannel({ channelId })).toMatchObject({ id: channelId, type: 1 })
    expect(names(ben)).toEqual(['CHANNEL_DELETE'])
    expect(await idsOf(ben)).not.toContain(channelId)
    await ada.api.startTyping({ channelId })
    expect(names(ben)).toEqual(['CHANNEL_DELETE'])
    await ada.api.sendMessage({ channelId, content: 'After' })
    expect(names(ben)).toEqual(['CHANNEL_DELETE', 'CHANNEL_CREATE', 'MESSAGE_CREATE'])
    expect(await idsOf(ben)).toContain(channelId)
    await ben.api.deleteChannel({ channelId })
    expect(await open(ben, ada)).toBe(channelId)
    expect((await ben.api.listMessages({ channelId, limit: 2 })).map((one) => one.content)).toEqual([
      'After',
      'Before',
    ])
  })

  test('does not exist for anybody else, nor as a guild for anybody', async () => {
    const channelId = await open(ada, ben)
    for (const api of [stranger.api, bot.api]) {
      expect(await chat.codeOf(api.getChannel({ channelId }))).toBe('unknown_channel')
      expect(await chat.codeOf(api.listMessages({ channelId }))).toBe('unknown_channel')
      expect(await chat.codeOf(api.sendMessage({ channelId, content: 'x' }))).toBe('unknown_channel')
      expect(await chat.codeOf(api.deleteChannel({ channelId }))).toBe('unknown_channel')
    }
    const { api } = ada
    const refused = [
      api.getGuild({ guildId: channelId }),
      api.listChannels({ guildId: channelId }),
      api.listMembers({ guildId: channelId }),
      api.editGuild({ guildId: channelId, name: 'Mine now' }),
      api.leaveGuild({ guildId: channelId }),
      api.deleteGuild({ guildId: channelId }),
      api.createChannel({ guildId: channelId, name: 'more' }),
      api.createRole({ guildId: channelId }),
      api.banAccount({ guildId: channelId, userId: ben.id }),
      api.kickMember({ guildId: channelId, userId: ben.id }),
      api.editNotificationSettings({ guildId: channelId, muted: true }),
    ]
    const codes = await Promise.all(refused.map((call) => chat.codeOf(call)))
    expect(codes).toEqual(refused.map(() => 'unknown_guild'))
    expect(await chat.codeOf(api.createInvite({ channelId }))).toBe('direct_channel')
    expect(await chat.codeOf(api.setOverwrite({ channelId, overwriteId: ben.id, type: 1 }))).toBe(
      'direct_channel',
    )
    expect((await api.listMyGuilds({})).map((one) => one.id)).not.toContain(channelId)
    expect(await chat.internal.guildsOf({ accountId: ada.id })).not.toContain(channelId)
    expect(await chat.internal.conversationsOf({ accountId: ada.id })).toContain(channelId)
  })

  test('is read, and keeps drafts, as a channel does', async () => {
    const channelId = await open(ada, ben)
    const { id } = await ada.api.sendMessage({ channelId, content: 'Read me' })
    await ben.api.acknowledgeMessage({ channelId, messageId: id })
    const begun = await chat.internal.beginningOf({ accountId: ben.id })
    expect(begun.read_state).toMatchObject([{ id: channelId, last_message_id: id, unread_count: 0 }])
    expect(begun.private_channels).toMatchObject([
      { id: channelId, type: 1, last_message_id: id, recipients: [{ id: ada.id, username: 'ada' }] },
    ])
    await ben.api.putDraft({ channelId, content: 'Dear' })
  })

  test('can be opened by a bot with people it shares a guild with', async () => {
    const channelId = await open(bot, ada)
    const sent = await bot.api.sendMessage({ channelId, content: 'Beep' })
    expect(ada.heard.at(-1)).toMatchObject({ t: 'MESSAGE_CREATE', d: { id: sent.id } })
    expect(await chat.codeOf(open(bot, stranger))).toBe('cannot_write_to')
    expect(await bot.api.listConversations({})).toEqual([])
  })

  test('is not with oneself, with nobody, or with who is not there', async () => {
    expect(await chat.codeOf(open(ada, ada))).toBe('invalid_recipient')
    expect(await chat.codeOf(ada.api.openConversation({}))).toBe('invalid_recipient')
    expect(await chat.codeOf(ada.api.openConversation({ recipient_id: '12345' }))).toBe('unknown_user')
  })

  test('is in memory what it is in the database', async () => {
    const channelId = await open(ada, ben)
    await ada.api.sendMessage({ channelId, content: 'x' })
    await ben.api.deleteChannel({ channelId })
    const sealer = createSealer(chat.parts.calls.of(keysContract))
    const read = await chat.parts.database.transaction(async (tx) => {
      await freeze(tx)
      return readGuildState(tx, sealer, channelId)
    })
    expect(read).toEqual(await chat.state(channelId))
    expect(read).toMatchObject({ kind: 1, roles: [], memberCount: 2 })
  })
})

describe('who may write to whom', () => {
  test('people of a shared guild may, unless the other does not want it', async () => {
    const channelId = await open(ada, ben)
    const send = () => chat.codeOf(ada.api.sendMessage({ channelId, content: 'x' }))
    expect(await send()).toBe('done')
    await ben.api.editPersonalSettings({ restricted_guilds: [guildId] })
    expect(await send()).toBe('cannot_write_to')
    expect(await chat.codeOf(ada.api.startTyping({ channelId }))).toBe('cannot_write_to')
    await ben.api.editPersonalSettings({ restricted_guilds: [], default_guilds_restricted: true })
    expect(await send()).toBe('cannot_write_to')
    await ben.api.editPersonalSettings({ allowed_guilds: [guildId] })
    expect(await send()).toBe('done')
    await ben.api.editPersonalSettings({ default_guilds_restricted: false })
  })

  test('who left the last shared guild may not any more, and friends always may', async () => {
    const dora = await chat.person('dora')
    const shared = await chat.guildOf(ada, dora)
    const channelId = await open(dora, ada)
    const send = () => chat.codeOf(dora.api.sendMessage({ channelId, content: 'x' }))
    expect(await send()).toBe('done')
    await dora.api.leaveGuild({ guildId: shared.id })
    expect(await send()).toBe('cannot_write_to')
    expect(await chat.codeOf(open(dora, stranger))).toBe('cannot_write_to')
    await befriend(ada, dora)
    expect(await send()).toBe('done')
  })
})

async function befriend(one: Person, other: Person): Promise<void> {
  await chat.storage.admin`
    insert into relationships values (${one.id}, ${other.id}, 1, now()), (${other.id}, ${one.id}, 1, now())`
  chat.parts.bus.publish(reachTopic, reachChanged, { accountId: one.id })
  chat.parts.bus.publish(reachTopic, reachChanged, { accountId: other.id })
}
