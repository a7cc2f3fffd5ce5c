import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let ada: Person
let ben: Person
let cara: Person
let bot: Person

beforeAll(async () => {
  chat = await startChat()
  ada = await chat.human('ada')
  ben = await chat.human('ben')
  cara = await chat.human('cara')
  bot = await chat.bot()
})
afterAll(() => chat.stop())
beforeEach(async () => {
  await Promise.all(
    [ada, ben, cara].flatMap((one) =>
      [ada, ben, cara].map(({ id: userId }) => one.api.deleteRelationship({ userId })),
    ),
  )
  await ben.api.editPersonalSettings({
    friend_source_flags: { all: true, mutual_friends: true, mutual_guilds: true },
  })
  for (const one of [ada, ben, cara]) one.heard.length = 0
})

const typesOf = async (one: Person) => (await one.api.listRelationships({})).map(({ id, type }) => [id, type])
const heardBy = (one: Person) =>
  one.heard.map(({ t, d }) => [t, (d as { id: string }).id, (d as { type?: number }).type])
const ask = (one: Person, other: Person) => one.api.putRelationship({ userId: other.id })
const block = (one: Person, other: Person) => one.api.putRelationship({ userId: other.id, type: 2 })
const befriend = async (one: Person, other: Person) => {
  await ask(one, other)
  await ask(other, one)
}

describe('friends', () => {
  test('are those of whom one asked and the other accepted', async () => {
    await ada.api.requestFriend({ username: 'BEN' })
    expect(await typesOf(ada)).toEqual([[ben.id, 4]])
    expect(await typesOf(ben)).toEqual([[ada.id, 3]])
    await ask(ben, ada)
    expect(await typesOf(ada)).toEqual([[ben.id, 1]])
    expect(await typesOf(ben)).toEqual([[ada.id, 1]])
    expect(heardBy(ada)).toEqual([
      ['RELATIONSHIP_ADD', ben.id, 4],
      ['RELATIONSHIP_UPDATE', ben.id, 1],
    ])
    expect(heardBy(ben)).toEqual([
      ['RELATIONSHIP_ADD', ada.id, 3],
      ['RELATIONSHIP_UPDATE', ada.id, 1],
    ])
    expect(await chat.codeOf(ask(ada, ben))).toBe('already_friends')
    expect(heardBy(cara)).toEqual([])
  })

  test('are both who asked each other at once', async () => {
    await Promise.all([ask(ada, ben), ask(ben, ada)])
    expect([await typesOf(ada), await typesOf(ben)]).toEqual([[[ben.id, 1]], [[ada.id, 1]]])
  })

  test('end for both when one ends it, and requests when they are turned down or taken back', async () => {
    await befriend(ada, ben)
    await ada.api.deleteRelationship({ userId: ben.id })
    expect([await typesOf(ada), await typesOf(ben)]).toEqual([[], []])
    for (const one of [ada, ben]) {
      await ask(ada, ben)
      const userId = one === ada ? ben.id : ada.id
      await one.api.deleteRelationship({ userId })
      expect([await typesOf(ada), await typesOf(ben)]).toEqual([[], []])
    }
    expect(heardBy(ben).filter(([t]) => t === 'RELATIONSHIP_REMOVE')).toHaveLength(3)
  })

  test('are people who exist, and somebody else', async () => {
    expect(await chat.codeOf(ada.api.requestFriend({ username: 'nobody' }))).toBe('unknown_name')
    expect(await chat.codeOf(ada.api.putRelationship({ userId: '12345' }))).toBe('unknown_user')
    expect(await chat.codeOf(ask(ada, ada))).toBe('cannot_befriend_self')
    expect(await chat.codeOf(ask(ada, bot))).toBe('requests_disabled')
    expect(await chat.codeOf(ask(bot, ada))).toBe('people_only')
    expect(await chat.codeOf(bot.api.listRelationships({}))).toBe('people_only')
  })

  test('are asked by those whom the other lets ask', async () => {
    const none = { all: false, mutual_friends: false, mutual_guilds: false }
    await ben.api.editPersonalSettings({ friend_source_flags: none })
    expect(await chat.codeOf(ask(ada, ben))).toBe('requests_disabled')
    await ben.api.editPersonalSettings({ friend_source_flags: { mutual_friends: true } })
    expect(await chat.codeOf(ask(ada, ben))).toBe('requests_disabled')
    await befriend(ada, cara)
    await befriend(ben, cara)
    expect(await chat.codeOf(ask(ada, ben))).toBe('done')
    await ada.api.deleteRelationship({ userId: ben.id })
    await ben.api.editPersonalSettings({
      friend_source_flags: { mutual_friends: false, mutual_guilds: true },
    })
    expect(await chat.codeOf(ask(ada, ben))).toBe('requests_disabled')
    await chat.guildOf(ada, ben)
    expect(await chat.codeOf(ask(ada, ben))).toBe('done')
  })

  test('are a thousand at most, and a hundred are asked a day', async () => {
    const many = async (one: Person, type: number, count: number) => {
      await chat.storage.admin`
        insert into relationships (account_id, other_id, type, since)
        select ${one.id}, id, ${type}, ${new Date(chat.clock.now())} from generate_series(1, ${count}::int) id`
    }
    await many(ada, 1, 1000)
    await ask(ada, ben)
    expect(await chat.codeOf(ask(ben, ada))).toBe('too_many_friends')
    await chat.storage.admin`delete from relationships where other_id <= 1000`
    await many(ada, 4, 99)
    expect(await chat.codeOf(ask(ada, cara))).toBe('too_many_requests')
    chat.clock.advance(24 * 60 * 60 * 1000)
    expect(await chat.codeOf(ask(ada, cara))).toBe('done')
    await chat.storage.admin`delete from relationships where other_id <= 1000`
  })
})

describe('whoever is blocked', () => {
  test('is no friend any more, and does not hear of the block', async () => {
    await befriend(ada, ben)
    await block(ben, ada)
    expect([await typesOf(ada), await typesOf(ben)]).toEqual([[], [[ada.id, 2]]])
    expect(heardBy(ada).at(-1)).toEqual(['RELATIONSHIP_REMOVE', ben.id, 1])
    expect(heardBy(ben).at(-1)).toEqual(['RELATIONSHIP_UPDATE', ada.id, 2])
  })

  test('asks with success, and reaches nobody', async () => {
    await block(ben, ada)
    ben.heard.length = 0
    await ask(ada, ben)
    expect(await typesOf(ada)).toEqual([[ben.id, 4]])
    expect(heardBy(ada)).toEqual([['RELATIONSHIP_ADD', ben.id, 4]])
    expect(await typesOf(ben)).toEqual([[ada.id, 2]])
    expect(heardBy(ben)).toEqual([])
    await ada.api.deleteRelationship({ userId: ben.id })
    expect(await typesOf(ben)).toEqual([[ada.id, 2]])
    await ben.api.editPersonalSettings({
      friend_source_flags: { all: false, mutual_friends: false, mutual_guilds: false },
    })
    expect(await chat.codeOf(ask(ada, ben))).toBe('requests_disabled')
  })

  test('is refused as a stranger is, by the same answer after the same time', async () => {
    const stranger = await chat.human('stranger')
    const shared = await chat.guildOf(ben, ada, cara)
    const { id: channelId } = await ada.api.openConversation({ recipient_id: ben.id })
    const { id: own } = await ben.api.openConversation({ recipient_id: cara.id })
    const answers = async (work: () => Promise<unknown>) => {
      const began = performance.now()
      const error = await work().then(
        () => null,
        (refusal: { kind: object }) => refusal.kind,
      )
      return { error, after: performance.now() - began }
    }
    const strangers = await answers(() => stranger.api.openConversation({ recipient_id: ben.id }))
    expect(strangers.error).toMatchObject({ code: 'cannot_write_to', discord: 50007 })
    await block(ben, ada)
    await block(ben, cara)
    const refused = [
      await answers(() => ada.api.sendMessage({ channelId, content: 'x' })),
      await answers(() => ben.api.sendMessage({ channelId, content: 'x' })),
      await answers(() => ben.api.sendMessage({ channelId: own, content: 'x' })),
      await answers(() => ada.api.startTyping({ channelId })),
    ]
    for (const { error, after } of [...refused, strangers]) {
      expect(error).toEqual(strangers.error)
      expect(after).toBeGreaterThanOrEqual(24)
    }
    await ben.api.deleteRelationship({ userId: ada.id })
    expect(await chat.codeOf(ada.api.sendMessage({ channelId, content: 'x' }))).toBe('done')
    await ben.api.deleteGuild({ guildId: shared.id })
  })

  test('does not edit what it wrote to the other', async () => {
    await befriend(ada, ben)
    const { id: channelId } = await ada.api.openConversation({ recipient_id: ben.id })
    const { id: messageId } = await ada.api.sendMessage({ channelId, content: 'Kind' })
    await block(ben, ada)
    ben.heard.length = 0
    expect(await chat.codeOf(ada.api.editMessage({ channelId, messageId, content: 'Rude' }))).toBe(
      'cannot_write_to',
    )
    expect(ben.heard).toEqual([])
    await ada.api.deleteMessage({ channelId, messageId })
  })

  test('takes nobody who blocked it into a group', async () => {
    await befriend(ada, ben)
    await block(ben, ada)
    const { id: channelId } = await ada.api.openConversation({ recipients: [] })
    expect(await chat.codeOf(ada.api.addRecipient({ channelId, userId: ben.id }))).toBe('cannot_write_to')
  })

  test('is one account: of a sibling of it nothing is said or done', async () => {
    const sibling = await chat.human('sibling')
    await chat.accountsAdmin`
      update accounts set kind = 'secondary', person_id = (select person_id from accounts where id = ${ada.id})
      where id = ${sibling.id}`
    await block(ben, ada)
    expect(heardBy(sibling)).toEqual([])
    expect(await typesOf(sibling)).toEqual([])
    await ask(sibling, ben)
    expect(await typesOf(ben)).toContainEqual([sibling.id, 3])
    await ben.api.deleteRelationship({ userId: sibling.id })
  })
})
