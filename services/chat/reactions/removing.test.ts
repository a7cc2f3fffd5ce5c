import { profileChanged, profilesTopic } from '@alles/accounts/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ReactionAddEvent } from '../contract/index.ts'
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
const read = (by: Person) => by.api.getMessage({ channelId, messageId })
const shown = async (by: Person) =>
  ((await read(by)).reactions ?? []).map(({ emoji, count, me }) => [emoji.name, count, me])
const reactors = async (emoji: string, page: object = {}) =>
  (await ada.api.listReactors({ channelId, messageId, emoji, ...page })).map((user) => user.id)

describe('taking reactions away', () => {
  test("is everybody's right with their own, and with others' that of who manages messages", async () => {
    await react(ben, '🥕')
    await react(eve, '🥕')
    const take = (by: Person, userId: string) =>
      by.api.removeReaction({ channelId, messageId, emoji: '🥕', userId })
    expect(await running.codeOf(take(eve, ben.id))).toBe('missing_permissions')
    const heard = running.listen(guildId)
    expect(await running.codeOf(take(eve, eve.id))).toBe('done')
    expect(await running.codeOf(take(ada, ben.id))).toBe('done')
    expect(await running.codeOf(take(ada, ben.id))).toBe('done')
    expect(heard.map(({ t, d }) => [t, (d as ReactionAddEvent).user_id])).toEqual([
      ['MESSAGE_REACTION_REMOVE', eve.id],
      ['MESSAGE_REACTION_REMOVE', ben.id],
    ])
    expect(await shown(ada)).toEqual([])
  })

  test('may be done with all of a message, or all of one emoji', async () => {
    for (const emoji of ['🥕', '🌱', '🐛']) {
      await react(ben, emoji)
      await react(eve, emoji)
    }
    const heard = running.listen(guildId)
    const one = { channelId, messageId, emoji: '🌱' }
    expect(await running.codeOf(ben.api.clearEmoji(one))).toBe('missing_permissions')
    expect(await running.codeOf(ben.api.clearReactions({ channelId, messageId }))).toBe('missing_permissions')
    await ada.api.clearEmoji(one)
    await ada.api.clearEmoji(one)
    expect(await shown(ben)).toEqual([
      ['🥕', 2, true],
      ['🐛', 2, true],
    ])
    await ada.api.clearReactions({ channelId, messageId })
    await ada.api.clearReactions({ channelId, messageId })
    expect(await shown(ben)).toEqual([])
    expect(heard.map(({ t, d }) => [t, (d as ReactionAddEvent).emoji?.name])).toEqual([
      ['MESSAGE_REACTION_REMOVE_EMOJI', '🌱'],
      ['MESSAGE_REACTION_REMOVE_ALL', undefined],
    ])
    await react(ben, '🥕')
    expect(await shown(eve)).toEqual([['🥕', 1, false]])
    await running.parts.jobs.drain()
    expect(await shown(eve)).toEqual([['🥕', 1, false]])
  })

  test('leaves nothing behind in the database, however they go', async () => {
    const count = async () => {
      const [row] = await running.storage.admin<{ rows: number }[]>`
        select (select count(*)::int from reactions where message_id = ${messageId})
          + (select count(*)::int from reactors where message_id = ${messageId}) as rows`
      return row?.rows
    }
    await react(ben, '🥕')
    await react(eve, '🥕')
    expect(await count()).toBe(3)
    await ada.api.deleteMessage({ channelId, messageId })
    await running.parts.jobs.runInterval('chat.sweepChoices')
    expect(await count()).toBe(0)
    expect(await running.storage.admin`select from removed_choices`).toEqual([])
  })
})

describe('who reacted', () => {
  test('is paged, everybody once, in an order that stays', async () => {
    const many = await Promise.all(Array.from({ length: 7 }, () => running.person()))
    const { code } = await ada.api.createInvite({ channelId })
    for (const one of many) {
      await one.api.acceptInvite({ code })
      await react(one, '🥕')
    }
    const all = await reactors('🥕')
    expect(all.toSorted()).toEqual(many.map((one) => one.id).toSorted())
    const paged: string[] = []
    for (;;) {
      const page = await reactors('🥕', { limit: 3, ...(paged.length > 0 && { after: paged.at(-1) }) })
      if (page.length === 0) break
      paged.push(...page)
    }
    expect(paged).toEqual(all)
    expect(await reactors('🥕', { type: 1 })).toEqual([])
    expect(await reactors('🌱')).toEqual([])
  })

  test('stays there when they leave, and cannot be told any more once they are erased', async () => {
    const leaver = await running.person()
    const { code } = await ada.api.createInvite({ channelId })
    await leaver.api.acceptInvite({ code })
    await react(leaver, '🥕')
    await leaver.api.leaveGuild({ guildId })
    expect(await reactors('🥕')).toEqual([leaver.id])
    const [membership] = await running.storage.admin<{ ref: string }[]>`
      update memberships set account_id = null where account_id = ${leaver.id} returning ref`
    running.parts.bus.publish(profilesTopic, profileChanged, { accountId: leaver.id, gone: true })
    expect(await reactors('🥕')).toEqual([membership?.ref])
    await ada.api.removeReaction({ channelId, messageId, emoji: '🥕', userId: membership?.ref ?? '' })
    expect(await shown(ada)).toEqual([])
  })
})

describe('what was reacted', () => {
  test('is sealed, and says nothing about equal emojis on other messages', async () => {
    await react(ben, '🥕')
    const first = messageId
    messageId = (await ada.api.sendMessage({ channelId, content: 'Again' })).id
    await react(ben, '🥕')
    const rows = await running.storage.admin<{ text: string; token: string }[]>`
      select reactors::text as text, encode(token, 'hex') as token from reactions
      join reactors on reaction_id = reactions.id where reactions.message_id in (${first}, ${messageId})`
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('🥕').toString('hex'))
    expect(new Set(rows.map((row) => row.token)).size).toBe(2)
  })

  test('goes with everything one wrote in a server, and is told', async () => {
    await react(ada, '🥕')
    await react(ben, '🥕')
    await react(ben, '🌱')
    const heard = running.listen(guildId)
    await ben.api.clearMine({ guildId })
    await running.parts.jobs.drain()
    expect(await shown(ada)).toEqual([['🥕', 1, true]])
    expect(heard.filter(({ t }) => t === 'MESSAGE_REACTION_REMOVE')).toHaveLength(heard.length)
    await react(ben, '🌱')
    await running.parts.jobs.drain()
    expect(await shown(ada)).toEqual([
      ['🥕', 1, true],
      ['🌱', 1, false],
    ])
  })

  test('goes with an account that goes with everything, and is told', async () => {
    const cara = await running.person()
    const { code } = await ada.api.createInvite({ channelId })
    await cara.api.acceptInvite({ code })
    await react(ada, '🥕')
    await react(cara, '🥕')
    await react(cara, '🐛')
    const heard = running.listen(guildId)
    const { rows } = await running.internal.leaveEverything({ accountId: cara.id, mode: 'everything' })
    expect(rows).toEqual({ messages: 0, reactors: 2, poll_votes: 0 })
    expect(await shown(ada)).toEqual([['🥕', 1, true]])
    expect(heard.filter(({ t }) => t === 'MESSAGE_REACTION_REMOVE')).toHaveLength(2)
  })
})
