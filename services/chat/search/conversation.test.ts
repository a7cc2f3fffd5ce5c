import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SearchResult } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'
import { found } from './testing/when-found.ts'

let running: RunningChat
let ada: Person
let ben: Person
let eve: Person
let channelId: string
beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  eve = await running.person()
  await running.guildOf(ada, ben)
  channelId = (await ada.api.openConversation({ recipient_id: ben.id })).id
})
afterAll(() => running.stop())

const say = async (content: string, who = ben) => (await who.api.sendMessage({ channelId, content })).id
const search = (asked: object, who = ada) => who.api.searchChannel({ channelId, ...asked })

describe('a search in a conversation', () => {
  test('finds by words, author and kinds, at once, and leaves nothing behind', async () => {
    const first = await say('Hello World')
    const second = await say('hello again https://example.org', ada)
    expect(found(await search({ content: 'hello' }))).toEqual([second, first])
    expect(found(await search({ content: 'hello', author_id: [ben.id] }))).toEqual([first])
    expect(found(await search({ has: ['link'] }))).toEqual([second])
    expect(found(await search({ content: 'hello', sort_order: 'asc', limit: 1 }))).toEqual([first])
    expect(await search({ content: 'hello' })).toMatchObject({ doing_deep_historical_index: false })
    const rows = await running.storage.admin`select from message_tokens where channel_id = ${channelId}`
    expect(rows).toHaveLength(0)
  })

  test('knows what is written, edited and deleted meanwhile', async () => {
    const first = await say('mango')
    expect(found(await search({ content: 'mango' }))).toEqual([first])
    const second = await say('mango too')
    expect(found(await search({ content: 'mango' }))).toEqual([second, first])
    await ben.api.editMessage({ channelId, messageId: first, content: 'melon' })
    expect(found(await search({ content: 'mango' }))).toEqual([second])
    await ben.api.deleteMessage({ channelId, messageId: second })
    expect(await search({ content: 'mango' })).toMatchObject({ total_results: 0 })
  })

  test('is nothing for who is not in it', async () => {
    expect(await running.codeOf(search({ content: 'hello' }, eve))).toBe('unknown_channel')
  })

  test('goes on where it stopped, and says how far it is', async () => {
    const oldest = await say(`needle ${randomUUID()}`)
    await running.storage.admin`
      insert into messages (channel_id, id, guild_id, author_ref, number, kind, flags)
      select channel_id, id + n, guild_id, author_ref, number + n, 0, 0
      from messages, generate_series(1, 12000) n where channel_id = ${channelId} and id = ${oldest}`
    await running.storage.admin`
      update channel_heads set last_id = last_id + 12000, last_number = last_number + 12000, revision = revision + 1
      where channel_id = ${channelId}`
    const newest = await say('needle at the top')
    const looks: SearchResult[] = []
    do looks.push(await search({ content: 'needle' }))
    while (looks.at(-1)?.doing_deep_historical_index && looks.length < 40)
    expect(looks.length).toBeGreaterThan(2)
    expect(found(looks[0] as SearchResult)).toEqual([newest])
    expect(found(looks.at(-1) as SearchResult)).toEqual([newest, oldest])
    const progress = looks.slice(0, -1).map((one) => one.documents_indexed ?? 0)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(new Set(progress).size).toBe(progress.length)
    const later = await say('needle later')
    expect(found(await search({ content: 'needle' }))).toEqual([later, newest, oldest])
    expect(found(await search({ content: 'needle', limit: 1, offset: 1 }))[0]).toBe(newest)
  })
})
