import { greyPng } from '@alles/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { permissions } from '../contract/index.ts'
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
const deny = (name: keyof typeof permissions) =>
  ada.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, allow: '0', deny: `${permissions[name]}` })
const allowAll = () => ada.api.removeOverwrite({ channelId, overwriteId: guildId })
const makeEmoji = async (by: Person, guild: string, more: object = {}) => {
  const image = `data:image/png;base64,${greyPng(32, 32).toString('base64')}`
  return (await by.api.createEmoji({ guildId: guild, name: 'carrot', image, ...more })).id
}

describe('who may react', () => {
  test('needs ADD_REACTIONS for a new emoji alone, and always to be able to read what was written', async () => {
    await react(ada, '🥕')
    await deny('ADD_REACTIONS')
    expect(await running.codeOf(react(ben, '🌱'))).toBe('missing_permissions')
    expect(await running.codeOf(react(ben, '🥕'))).toBe('done')
    await deny('READ_MESSAGE_HISTORY')
    expect(await running.codeOf(react(eve, '🥕'))).toBe('missing_permissions')
    await deny('VIEW_CHANNEL')
    expect(await running.codeOf(react(eve, '🥕'))).toBe('missing_access')
    await allowAll()
  })

  test('does not include who is timed out, nor threads that are archived', async () => {
    await react(ada, '🥕')
    const until = new Date(running.clock.now() + 600_000).toISOString()
    await ada.api.editMember({ guildId, userId: ben.id, communication_disabled_until: until })
    expect(await running.codeOf(react(ben, '🥕'))).toBe('missing_permissions')
    await ada.api.editMember({ guildId, userId: ben.id, communication_disabled_until: null })
    const thread = await ada.api.startThread({ channelId, name: 'Beds', type: 11 })
    const { id } = await ada.api.sendMessage({ channelId: thread.id, content: 'Soil' })
    const inThread = { channelId: thread.id, messageId: id, emoji: '🥕' }
    await ben.api.addReaction(inThread)
    await ada.api.editChannel({ channelId: thread.id, archived: true })
    for (const call of ['addReaction', 'removeMyReaction', 'clearEmoji'] as const)
      expect(await running.codeOf(ada.api[call](inThread))).toBe('thread_archived')
    expect(await ada.api.listReactors(inThread)).toHaveLength(1)
  })

  test('in a conversation is who may write there, and one no is like the other', async () => {
    const { id } = await ada.api.openConversation({ recipient_id: ben.id })
    const sent = await ada.api.sendMessage({ channelId: id, content: 'Psst' })
    const inDirect = { channelId: id, messageId: sent.id, emoji: '🥕' }
    ben.heard.length = 0
    await ada.api.addReaction(inDirect)
    expect(ben.heard).toMatchObject([
      { t: 'MESSAGE_REACTION_ADD', d: { user_id: ada.id, channel_id: id, emoji: { name: '🥕' } } },
    ])
    expect(ben.heard[0]?.d).not.toHaveProperty('guild_id')
    expect(ben.heard[0]?.d).not.toHaveProperty('member')
    await ada.api.putRelationship({ userId: ben.id, type: 2 })
    expect(await running.codeOf(ben.api.addReaction(inDirect))).toBe('reaction_blocked')
    expect(await running.codeOf(ada.api.addReaction({ ...inDirect, emoji: '🌱' }))).toBe('reaction_blocked')
    await ada.api.deleteRelationship({ userId: ben.id })
    expect(await running.codeOf(ben.api.addReaction(inDirect))).toBe('done')
  })
})

describe('emojis that servers made', () => {
  test('are shown by their name, also once they are gone', async () => {
    const id = await makeEmoji(ada, guildId)
    await react(ben, `carrot:${id}`)
    expect((await read(ben)).reactions?.[0]).toMatchObject({ emoji: { id, name: 'carrot' }, count: 1 })
    await ada.api.deleteEmoji({ guildId, emojiId: id })
    expect(await running.codeOf(react(eve, `whatever:${id}`))).toBe('done')
    expect((await read(ben)).reactions?.[0]).toMatchObject({ emoji: { id, name: 'carrot' }, count: 2 })
    await takeBack(ben, `carrot:${id}`)
    await takeBack(eve, `carrot:${id}`)
    expect(await running.codeOf(react(ben, `carrot:${id}`))).toBe('unknown_reaction_emoji')
  })

  test('are for the roles they were made for, and of other servers for who is there and may bring them', async () => {
    const role = await ada.api.createRole({ guildId, name: 'Gardeners' })
    const own = await makeEmoji(ada, guildId, { roles: [role.id] })
    expect(await running.codeOf(react(ben, `carrot:${own}`))).toBe('unknown_reaction_emoji')
    await ada.api.giveRole({ guildId, userId: ben.id, roleId: role.id })
    expect(await running.codeOf(react(ben, `carrot:${own}`))).toBe('done')
    const elsewhere = await running.guildOf(ben)
    const theirs = await makeEmoji(ben, elsewhere.id)
    expect(await running.codeOf(react(eve, `carrot:${theirs}`))).toBe('unknown_reaction_emoji')
    await deny('USE_EXTERNAL_EMOJIS')
    expect(await running.codeOf(react(ben, `carrot:${theirs}`))).toBe('unknown_reaction_emoji')
    await allowAll()
    expect(await running.codeOf(react(ben, `carrot:${theirs}`))).toBe('done')
    expect(await running.codeOf(react(eve, `carrot:${theirs}`))).toBe('done')
  })
})
