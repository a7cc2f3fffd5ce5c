import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let ada: Person
let ben: Person
let cara: Person
let stranger: Person
let bot: Person

beforeAll(async () => {
  chat = await startChat()
  ada = await chat.human('ada')
  ben = await chat.human('ben')
  cara = await chat.human('cara')
  stranger = await chat.human('stranger')
  bot = await chat.bot()
  for (const one of [ben, cara]) {
    await ada.api.putRelationship({ userId: one.id })
    await one.api.putRelationship({ userId: ada.id })
  }
})
afterAll(() => chat.stop())
beforeEach(() => {
  for (const one of [ada, ben, cara, stranger]) one.heard.length = 0
})

const names = (one: Person) => one.heard.map(({ t }) => t)
const group = async (...others: Person[]) =>
  (await ada.api.openConversation({ recipients: others.map(({ id }) => id) })).id
const lastSaid = async (channelId: string) => (await ada.api.listMessages({ channelId, limit: 1 }))[0]

describe('a group', () => {
  test('is made of friends, and seen by all of them at once', async () => {
    const made = await ada.api.openConversation({ recipients: [ben.id, cara.id] })
    expect(made).toMatchObject({ type: 3, name: null, icon: null, owner_id: ada.id })
    expect(made.recipients.map(({ id }) => id).toSorted()).toEqual([ben.id, cara.id].toSorted())
    for (const one of [ben, cara])
      expect(one.heard).toMatchObject([{ t: 'CHANNEL_CREATE', d: { id: made.id, type: 3 } }])
    const { id } = await ben.api.sendMessage({ channelId: made.id, content: `Hello <@${cara.id}>` })
    expect(cara.heard.at(-1)).toMatchObject({ t: 'MESSAGE_CREATE', d: { id, channel_type: 3 } })
    expect((await cara.api.listConversations({})).map((one) => one.id)).toEqual([made.id])
  })

  test('is not for strangers, bots, the same one twice, or more than ten', async () => {
    const make = (recipients: string[]) => chat.codeOf(ada.api.openConversation({ recipients }))
    expect(await make([ben.id, stranger.id])).toBe('cannot_write_to')
    expect(await make([ben.id, bot.id])).toBe('people_only')
    expect(await make([ben.id, ben.id])).toBe('invalid_recipient')
    expect(await make(Array.from({ length: 10 }, (_, index) => `${index + 1}`))).toBe('too_many_recipients')
    expect(await chat.codeOf(bot.api.openConversation({ recipients: [ada.id, ben.id] }))).toBe('people_only')
  })

  test('takes friends in, and says so', async () => {
    const channelId = await group()
    await ada.api.addRecipient({ channelId, userId: ben.id })
    expect(names(ben)).toEqual(['CHANNEL_CREATE', 'MESSAGE_CREATE'])
    expect(names(ada)).toEqual(['CHANNEL_CREATE', 'CHANNEL_RECIPIENT_ADD', 'MESSAGE_CREATE'])
    expect(ada.heard[1]?.d).toMatchObject({ channel_id: channelId, user: { id: ben.id, username: 'ben' } })
    expect(await lastSaid(channelId)).toMatchObject({
      type: 1,
      author: { id: ada.id },
      mentions: [{ id: ben.id }],
    })
    await ada.api.addRecipient({ channelId, userId: ben.id })
    expect(names(ben)).toHaveLength(2)
    expect(await chat.codeOf(ben.api.addRecipient({ channelId, userId: cara.id }))).toBe('cannot_write_to')
    expect(await chat.codeOf(stranger.api.addRecipient({ channelId, userId: cara.id }))).toBe(
      'unknown_channel',
    )
  })

  test('at once, the same friend comes in once, and nobody is the eleventh', async () => {
    const channelId = await group()
    await Promise.all([1, 2, 3].map(() => ada.api.addRecipient({ channelId, userId: ben.id })))
    const said = await ada.api.listMessages({ channelId })
    expect(said.map((one) => one.type)).toEqual([1])
    expect((await chat.state(channelId)).memberCount).toBe(2)
  })

  test('is called what anybody in it says', async () => {
    const channelId = await group(ben, cara)
    ben.heard.length = 0
    expect(await cara.api.editChannel({ channelId, name: 'Allotment' })).toMatchObject({ name: 'Allotment' })
    expect(ben.heard).toMatchObject([
      { t: 'CHANNEL_UPDATE', d: { id: channelId, name: 'Allotment' } },
      { t: 'MESSAGE_CREATE', d: { type: 4, content: 'Allotment', author: { id: cara.id } } },
    ])
    const [row] = await chat.storage.admin<{ name: Buffer }[]>`
      select name from guilds where id = ${channelId}`
    expect(row?.name.includes('Allotment')).toBe(false)
    expect(await ben.api.editChannel({ channelId, name: null })).toMatchObject({ name: null })
    expect(await chat.codeOf(stranger.api.editChannel({ channelId, name: 'x' }))).toBe('unknown_channel')
  })

  test('lets only its owner take others out, who see nothing more of it', async () => {
    const channelId = await group(ben, cara)
    expect(await chat.codeOf(ben.api.removeRecipient({ channelId, userId: cara.id }))).toBe(
      'missing_permissions',
    )
    expect(await chat.codeOf(ada.api.removeRecipient({ channelId, userId: stranger.id }))).toBe(
      'unknown_member',
    )
    cara.heard.length = 0
    ben.heard.length = 0
    await ada.api.removeRecipient({ channelId, userId: cara.id })
    await ada.api.sendMessage({ channelId, content: 'Just us' })
    expect(names(cara)).toEqual(['CHANNEL_DELETE'])
    expect(names(ben)).toEqual(['CHANNEL_RECIPIENT_REMOVE', 'MESSAGE_CREATE', 'MESSAGE_CREATE'])
    expect(await chat.codeOf(cara.api.listMessages({ channelId }))).toBe('unknown_channel')
    await ada.api.addRecipient({ channelId, userId: cara.id })
    expect(await cara.api.listMessages({ channelId })).toHaveLength(3)
  })

  test('passes on when its owner leaves, and goes with the last', async () => {
    const channelId = await group(ben, cara)
    await cara.api.deleteChannel({ channelId })
    await ben.api.sendMessage({ channelId, content: 'Stay' })
    ben.heard.length = 0
    await ada.api.deleteChannel({ channelId })
    expect(names(ben)).toEqual(['CHANNEL_RECIPIENT_REMOVE', 'CHANNEL_UPDATE', 'MESSAGE_CREATE'])
    expect(ben.heard[2]?.d).toMatchObject({ type: 2, author: { id: ada.id }, mentions: [{ id: ada.id }] })
    expect(await ben.api.getChannel({ channelId })).toMatchObject({ owner_id: ben.id, recipients: [] })
    await ben.api.removeRecipient({ channelId, userId: ben.id })
    expect(names(ben).at(-1)).toBe('CHANNEL_DELETE')
    expect(await chat.codeOf(ben.api.getChannel({ channelId }))).toBe('unknown_channel')
    expect(await chat.internal.guildState({ guildId: channelId })).toBeNull()
  })

  test('is no direct conversation: nobody is taken into one', async () => {
    const { id: channelId } = await ada.api.openConversation({ recipients: [ben.id] })
    expect(await ada.api.getChannel({ channelId })).toMatchObject({ type: 1 })
    const refused = [
      ada.api.addRecipient({ channelId, userId: cara.id }),
      ada.api.removeRecipient({ channelId, userId: ben.id }),
      ada.api.editChannel({ channelId, name: 'Ours' }),
    ]
    const codes = await Promise.all(refused.map((call) => chat.codeOf(call)))
    expect(codes).toEqual(refused.map(() => 'direct_channel'))
  })
})
