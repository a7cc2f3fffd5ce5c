import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyReaction, type Message, type ReactionAddEvent } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let eve: Person
let guildId: string
let channelId: string
let messageId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  eve = await running.person()
  ;({ id: guildId, channelId } = await running.guildOf(ada, ben, eve))
})
afterAll(() => running.stop())
beforeEach(async () => {
  running.clock.advance(60_000)
  messageId = (await ada.api.sendMessage({ channelId, content: 'Carrots?' })).id
})

const react = (by: Person, emoji: string) => by.api.addReaction({ channelId, messageId, emoji })
const takeBack = (by: Person, emoji: string) => by.api.removeMyReaction({ channelId, messageId, emoji })
const read = (by: Person) => by.api.getMessage({ channelId, messageId })
const shown = async (by: Person) =>
  ((await read(by)).reactions ?? []).map(({ emoji, count, me }) => [emoji.name, count, me])

describe('reacting', () => {
  test('shows the emojis in the order in which they came, how many chose each, and whether one did oneself', async () => {
    await react(ada, '🥕')
    await react(ben, '❤')
    await react(ben, '🥕')
    expect(await shown(ada)).toEqual([
      ['🥕', 2, true],
      ['❤️', 1, false],
    ])
    expect(await shown(ben)).toEqual([
      ['🥕', 2, true],
      ['❤️', 1, true],
    ])
    expect(await shown(eve)).toEqual([
      ['🥕', 2, false],
      ['❤️', 1, false],
    ])
    expect((await read(eve)).reactions?.[0]).toEqual({
      emoji: { id: null, name: '🥕' },
      count: 2,
      count_details: { burst: 0, normal: 2 },
      me: false,
      me_burst: false,
      burst_colors: [],
    })
  })

  test('is shown alike by a page that is ready, by other pages and by the message itself', async () => {
    await ada.api.listMessages({ channelId })
    await react(ben, '🥕')
    for (const by of [ada, ben]) {
      const one = await read(by)
      expect((await by.api.listMessages({ channelId }))[0]).toEqual(one)
      expect((await by.api.listMessages({ channelId }))[0]).toEqual(one)
      expect((await by.api.listMessages({ channelId, around: messageId, limit: 1 }))[0]).toEqual(one)
    }
    await takeBack(ben, '🥕')
    expect((await ada.api.listMessages({ channelId }))[0]).not.toHaveProperty('reactions')
  })

  test('does nothing twice, and one emoji is the same however it is written', async () => {
    const heard = running.listen(guildId)
    await Promise.all([react(ben, '❤'), react(ben, '❤️'), react(ben, '❤')])
    expect(await shown(ben)).toEqual([['❤️', 1, true]])
    await takeBack(ben, '❤')
    await takeBack(ben, '❤')
    expect(await shown(ben)).toEqual([])
    expect(heard.map(({ t }) => t)).toEqual(['MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE'])
  })

  test('tells those who see the channel who reacted with what', async () => {
    const heard = running.listen(guildId)
    await react(ben, '🥕')
    expect(heard).toMatchObject([
      {
        t: 'MESSAGE_REACTION_ADD',
        audience: { kind: 'channel', guildId, channelId },
        d: {
          user_id: ben.id,
          channel_id: channelId,
          message_id: messageId,
          guild_id: guildId,
          emoji: { id: null, name: '🥕' },
          burst: false,
          type: 0,
          message_author_id: ada.id,
          member: { user: { id: ben.id }, roles: [] },
        } satisfies Partial<Record<keyof ReactionAddEvent, unknown>>,
      },
    ])
  })

  test('keeps an edit from forgetting it, and is not among what an edit tells', async () => {
    await react(ben, '🥕')
    const heard = running.listen(guildId)
    const edited = await ada.api.editMessage({ channelId, messageId, content: 'Beans?' })
    expect(edited.reactions).toMatchObject([{ count: 1, me: false }])
    expect(heard[0]).toMatchObject({ t: 'MESSAGE_UPDATE', d: { content: 'Beans?' } })
    expect(heard[0]?.d).not.toHaveProperty('reactions')
    expect(await shown(ben)).toEqual([['🥕', 1, true]])
  })

  test('takes at most 20 different emojis, however many ask at once', async () => {
    const emojis = Array.from({ length: 24 }, (_, index) => String.fromCodePoint(0x1f400 + index))
    running.clock.advance(60_000)
    const codes = await Promise.all(emojis.map((emoji) => running.codeOf(react(ben, emoji))))
    expect(codes.filter((code) => code === 'done')).toHaveLength(20)
    expect(codes.filter((code) => code === 'too_many_reactions')).toHaveLength(4)
    const [first] = await shown(ben)
    await react(eve, String(first?.[0]))
    expect((await shown(eve))[0]).toEqual([first?.[0], 2, true])
  })

  test('refuses what is no emoji, and messages and channels that do not exist', async () => {
    for (const emoji of ['a', 'carrot', '🥕🥕', 'carrot:1', ':1', '🥕:1', 'x:99999999999999999999'])
      expect(await running.codeOf(react(ben, emoji)), emoji).toBe('unknown_reaction_emoji')
    const stranger = await running.person()
    expect(await running.codeOf(react(stranger, '🥕'))).toBe('unknown_channel')
    messageId = '1'
    expect(await running.codeOf(react(ben, '🥕'))).toBe('unknown_message')
  })
})

test('for each event: the reactions before + the event = the reactions after, for everybody', async () => {
  const emojis = ['🥕', '🌱', '🐛']
  const everybody = [ada, ben, eve]
  const views = new Map<Person, Message['reactions']>(everybody.map((one) => [one, []]))
  running.listenToEverything(guildId, (one) => {
    for (const [person, view] of views) views.set(person, applyReaction(view ?? [], one, person.id))
  })
  let seed = 7
  const pick = <T>(of: readonly T[]): T => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return of[seed % of.length] as T
  }
  for (let step = 0; step < 60; step += 1) {
    running.clock.advance(5000)
    const emoji = pick(emojis)
    const act = pick(['add', 'add', 'add', 'remove', 'remove', 'take', 'clear', 'all'])
    const by = pick(everybody)
    const place = { channelId, messageId, emoji }
    if (act === 'add') await by.api.addReaction(place)
    else if (act === 'remove') await by.api.removeMyReaction(place)
    else if (act === 'take') await ada.api.removeReaction({ ...place, userId: by.id })
    else if (act === 'clear') await ada.api.clearEmoji(place)
    else if (step % 3 === 0) await ada.api.clearReactions(place)
    for (const person of everybody) expect((await read(person)).reactions ?? []).toEqual(views.get(person))
  }
})
