import { asAccount } from '@alles/platform/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'
import { found, whenFound } from './testing/when-found.ts'

let running: RunningChat
let ada: Person
let ben: Person
let eve: Person
let guildId: string
let channelId: string
beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  eve = await running.person()
  ;({ id: guildId, channelId } = await running.guildOf(ada, ben))
})
afterAll(() => running.stop())

const say = (who: Person, content: string, where = channelId) =>
  who.api.sendMessage({ channelId: where, content })
const search = (who: Person, asked: object) => who.api.searchGuild({ guildId, ...asked })
const channel = async (name: string) => (await ada.api.createChannel({ guildId, name, type: 0 })).id
const hide = (where: string, deny: bigint) =>
  ada.api.setOverwrite({ channelId: where, overwriteId: guildId, type: 0, allow: '0', deny: `${deny}` })

describe('a message of a guild', () => {
  test('is found by its words within two seconds, whatever their case and order', async () => {
    const { id } = await say(ben, 'The Quick brown FOX, jumps')
    const began = performance.now()
    await whenFound(() => search(ada, { content: 'fox quick' }), [id])
    expect(performance.now() - began).toBeLessThan(2000)
    expect(found(await search(ada, { content: 'fox slow' }))).toEqual([])
    expect(found(await search(ada, { content: '"brown fox"' }))).toEqual([id])
    expect(found(await search(ada, { content: '"quick fox"' }))).toEqual([])
  })

  test('is found by what it says now, and not by what it said', async () => {
    const { id } = await say(ben, 'carnations everywhere')
    await whenFound(() => search(ada, { content: 'carnations' }), [id])
    await ben.api.editMessage({ channelId, messageId: id, content: 'tulips everywhere' })
    expect(found(await search(ada, { content: 'carnations' }))).toEqual([])
    await whenFound(() => search(ada, { content: 'tulips' }), [id])
  })

  test('is found no more once it is deleted, and leaves nothing in the index', async () => {
    const { id } = await say(ben, 'ephemeral')
    await whenFound(() => search(ada, { content: 'ephemeral' }), [id])
    await ben.api.deleteMessage({ channelId, messageId: id })
    expect(await search(ada, { content: 'ephemeral' })).toMatchObject({ total_results: 0, messages: [] })
    expect(await running.storage.admin`select from message_tokens where message_id = ${id}`).toHaveLength(0)
  })

  test('is found in any script', async () => {
    const texts = ['昨日は東京都にいた', 'שלום עולם', 'مرحبا بالعالم', 'สวัสดีชาวโลก', 'cafe\u0301 👩‍🌾']
    const ids: string[] = []
    for (const text of texts) ids.push((await say(ben, text)).id)
    for (const [at, content] of ['京都', 'עולם', 'بالعالم', 'ชาว', 'CAFÉ 👩‍🌾'].entries())
      await whenFound(() => search(ada, { content }), [ids[at] ?? ''])
  })

  test('is not found by who is outside, and by nobody in whom it mentions by name alone', async () => {
    expect(await running.codeOf(search(eve, { content: 'fox' }))).toBe('unknown_guild')
    const { id } = await say(ben, `greetings <@${ada.id}>`)
    await whenFound(() => search(ada, { content: 'greetings' }), [id])
    expect(found(await search(ada, { content: ada.id }))).toEqual([])
  })
})

describe('a search', () => {
  let where: string
  let ids: string[]
  beforeAll(async () => {
    where = await channel('filters')
    const sent = [
      await say(ada, 'pear one', where),
      await say(ben, `pear two <@${ada.id}>`, where),
      await say(ben, 'pear three https://example.org/x', where),
      await say(ada, 'pear four @everyone', where),
    ]
    ids = sent.map((one) => one.id)
    await whenFound(() => search(ada, { content: 'pear', channel_id: [where] }), ids.toReversed())
  })
  const inHere = async (asked: object) => found(await search(ada, { channel_id: [where], ...asked }))
  const those = (...at: number[]) => at.map((one) => ids[one] ?? '')

  test('goes by author, mentions, what it has, and what it has not', async () => {
    expect(await inHere({ author_id: [ben.id] })).toEqual(those(2, 1))
    expect(await inHere({ author_id: [ben.id, ada.id] })).toEqual(those(3, 2, 1, 0))
    expect(await inHere({ author_id: [eve.id] })).toEqual([])
    expect(await inHere({ mentions: [ada.id] })).toEqual(those(1))
    expect(await inHere({ mention_everyone: true })).toEqual(those(3))
    expect(await inHere({ mention_everyone: false })).toEqual(those(2, 1, 0))
    expect(await inHere({ has: ['link'] })).toEqual(those(2))
    expect(await inHere({ has: ['-link', '-file'], author_id: [ben.id] })).toEqual(those(1))
    expect(await inHere({ pinned: true })).toEqual([])
    expect(await inHere({ pinned: false })).toHaveLength(4)
  })

  test('goes between two messages, from either end, and by pages', async () => {
    expect(await inHere({ min_id: ids[0], max_id: ids[3] })).toEqual(those(2, 1))
    expect(await inHere({ sort_order: 'asc', limit: 3 })).toEqual(those(0, 1, 2))
    const page = await search(ada, { channel_id: [where], limit: 2, offset: 2 })
    expect(found(page)).toEqual(those(1, 0))
    expect(page).toMatchObject({ total_results: 4, doing_deep_historical_index: false })
    expect(found(await ada.api.searchChannel({ channelId: where, content: 'three' }))).toEqual(those(2))
  })

  test('finds what is pinned', async () => {
    await ada.api.pinMessage({ channelId: where, messageId: ids[1] ?? '' })
    await whenFound(() => search(ada, { channel_id: [where], pinned: true }), those(1))
    await ada.api.unpinMessage({ channelId: where, messageId: ids[1] ?? '' })
    expect(await inHere({ pinned: true })).toEqual([])
  })
})

describe('what a member may not read', () => {
  test('is neither found nor counted, in channels, private threads and archived ones', async () => {
    const [hidden, silent] = [await channel('hidden'), await channel('no history')]
    const open = await ada.api.startThread({ channelId, name: 'Open', type: 11 })
    const secret = await ada.api.startThread({ channelId, name: 'Secret', type: 12 })
    const inHidden = await ada.api.startThread({ channelId: hidden, name: 'Below', type: 11 })
    const ids: string[] = []
    for (const place of [hidden, silent, open.id, secret.id, inHidden.id])
      ids.push((await say(ada, 'walrus', place)).id)
    const all = ids.toReversed()
    await whenFound(() => search(ada, { content: 'walrus' }), all)
    await hide(hidden, permissions.VIEW_CHANNEL)
    await hide(silent, permissions.READ_MESSAGE_HISTORY)
    const [, , inOpen] = ids
    expect(await search(ben, { content: 'walrus' })).toMatchObject({ total_results: 1 })
    expect(found(await search(ben, { content: 'walrus' }))).toEqual([inOpen])
    expect(found(await search(ben, { content: 'walrus', channel_id: [hidden, secret.id] }))).toEqual([])
    await ada.api.addThreadMember({ channelId: secret.id, userId: ben.id })
    expect((await search(ben, { content: 'walrus' })).threads?.map((one) => one.id).toSorted()).toEqual(
      [open.id, secret.id].toSorted(),
    )
    const archive = (id: string, archived: boolean) => ada.api.editChannel({ channelId: id, archived })
    await archive(inHidden.id, true)
    await archive(secret.id, true)
    expect((await search(ben, { content: 'walrus' })).total_results).toBe(2)
    await archive(secret.id, false)
    await ada.api.removeThreadMember({ channelId: secret.id, userId: ben.id })
    await archive(secret.id, true)
    expect((await search(ben, { content: 'walrus' })).total_results).toBe(1)
    expect(found(await search(ada, { content: 'walrus' }))).toEqual(all)
    expect(await running.codeOf(ben.api.searchChannel({ channelId: hidden }))).toBe('missing_access')
    expect(await running.codeOf(ben.api.searchChannel({ channelId: silent }))).toBe('missing_permissions')
  })

  test('includes channels for adults, unless it is asked for them', async () => {
    const adults = await channel('adults')
    const { id } = await say(ada, 'marmalade', adults)
    await whenFound(() => search(ada, { content: 'marmalade' }), [id])
    await ada.api.editChannel({ channelId: adults, nsfw: true })
    expect(await search(ada, { content: 'marmalade' })).toMatchObject({ total_results: 0 })
    expect(found(await search(ada, { content: 'marmalade', include_nsfw: true }))).toEqual([id])
    expect(found(await ada.api.searchChannel({ channelId: adults, content: 'marmalade' }))).toEqual([id])
  })
})

describe('an odd search', () => {
  test('is refused, or answered within a bound', async () => {
    const bad = [
      { content: 'word '.repeat(205) },
      { has: ['teeth'] },
      { limit: 26 },
      { offset: 9976 },
      { author_id: ['nobody'] },
      { author_id: Array.from({ length: 101 }, (_, at) => `${at + 1}`) },
      { sort_order: 'sideways' },
    ]
    for (const asked of bad) expect(await running.codeOf(search(ada, asked))).toBe('invalid_input')
    for (const words of [10_000, 2_000_000])
      expect(await running.codeOf(search(ada, { content: 'word '.repeat(words) }))).toMatch(/too_l/)
    const odd = [
      'the a of',
      '"""',
      '.*+?^${}()|[]',
      '(a+)+$',
      'a '.repeat(512),
      '\u202e\u0301\u200b',
      '"',
      '👍',
      'ا'.repeat(1000),
    ]
    for (const content of odd) {
      const began = performance.now()
      const answer = await search(ada, { content })
      expect(answer.doing_deep_historical_index).toBe(false)
      expect(performance.now() - began).toBeLessThan(2000)
    }
  })
})

describe('the index', () => {
  test('is said to be missing, in Discord’s words, where nothing that was written is in it', async () => {
    const { id, channelId: other } = await running.guildOf(ada)
    await say(ada, 'rhubarb', other)
    await whenFound(() => ada.api.searchGuild({ guildId: id, content: 'rhubarb' }), null)
    await running.storage.admin`delete from search_channels where guild_id = ${id}`
    const answer = await running.parts.http.inject({
      method: 'GET',
      url: `/api/v10/guilds/${id}/messages/search?content=rhubarb`,
      headers: asAccount(ada.id, { bot: false }),
    })
    expect([answer.statusCode, answer.json()]).toEqual([
      202,
      {
        message: 'Index not yet available. Try again later',
        code: 110_000,
        documents_indexed: 0,
        retry_after: 2,
      },
    ])
    expect(await running.codeOf(ada.api.searchGuild({ guildId: id }))).toBe('index_not_ready')
    await say(ada, 'again', other)
    await whenFound(() => ada.api.searchGuild({ guildId: id, content: 'rhubarb' }), null)
  })

  test('holds no word, and other hashes of the same word in other guilds', async () => {
    const { id, channelId: other } = await running.guildOf(ada)
    await say(ada, 'xylophone', other)
    await say(ada, 'xylophone')
    await whenFound(() => search(ada, { content: 'xylophone' }), null)
    await whenFound(() => ada.api.searchGuild({ guildId: id, content: 'xylophone' }), null)
    const rows = await running.storage.admin<{ tokens: number[] }[]>`
      select t.tokens from message_tokens t where channel_id in (${other}, ${channelId})
      order by message_id desc limit 2`
    const [one = [], two = []] = rows.map((row) => new Set(row.tokens))
    expect([...one].some((token) => new Set(two).has(token))).toBe(false)
  })
})
