import type { Actor } from '@alles/platform/http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GuildState } from '../contract/index.ts'
import { editMessage } from '../messages/edit-message.ts'
import { sendMessage } from '../messages/send-message.ts'
import { startMessages, type RunningMessages } from '../messages/testing/start-messages.ts'
import { indexChanges } from './index-changes.ts'
import { indexNewer, indexOlder } from './index-channel.ts'
import { Indexer } from './indexer.ts'
import { searchGuild } from './search-guild.ts'
import { found, whenFound } from './testing/when-found.ts'

let running: RunningMessages
let ada: Actor
let guild: GuildState
let channelId: string
beforeAll(async () => {
  running = await startMessages()
  ada = await running.account()
  guild = await running.guild(ada)
  channelId = guild.channels.find((one) => one.type === 0)?.id ?? ''
})
afterAll(() => running.stop())

const say = async (content: string) =>
  (await sendMessage(running.chat, { by: ada, input: { channelId, content }, received: [] })).id
const search = (content: string, more: object = {}) =>
  searchGuild(running.chat, ada, {
    guildId: guild.id,
    content,
    include_nsfw: false,
    sort_order: 'desc',
    offset: 0,
    limit: 25,
    ...more,
  })
const words = async (ids: readonly string[]) => {
  const rows = await running.storage.admin<{ id: string }[]>`
    select message_id as id from message_tokens where channel_id = ${channelId} order by message_id`
  return ids.filter((id) => rows.some((row) => row.id === id)).length
}

test('nothing is answered before anything is indexed; then what there is, and that it is not all', async () => {
  const ids: string[] = []
  for (let at = 0; at < 450; at += 1) ids.push(await say(`apple ${at}`))
  await expect(search('apple')).rejects.toMatchObject({
    kind: { code: 'index_not_ready', status: 202, discord: 110_000 },
    details: { retryAfter: 2, counts: { documents_indexed: 0 } },
  })
  await indexNewer(running.chat, channelId)
  expect(await search('apple')).toMatchObject({
    total_results: 200,
    doing_deep_historical_index: true,
    documents_indexed: 200,
  })
  expect(found(await search('apple')).at(0)).toBe(ids.at(-1))
  // What is written meanwhile does not wait for what is older.
  ids.push(await say('apple new'))
  await indexNewer(running.chat, channelId)
  expect(found(await search('new'))).toEqual([ids.at(-1)])
  expect(await indexOlder(running.chat, channelId)).toEqual({ indexed: 200, more: true })
  expect(await indexOlder(running.chat, channelId)).toEqual({ indexed: 50, more: false })
  expect(await indexOlder(running.chat, channelId)).toEqual({ indexed: 0, more: false })
  expect(await words(ids)).toBe(451)
  expect(await search('apple', { offset: 440 })).toMatchObject({
    total_results: 451,
    doing_deep_historical_index: false,
  })
  const all = new Set<string>()
  for (let offset = 0; offset < 451; offset += 25)
    for (const id of found(await search('apple', { offset, sort_order: 'asc' }))) all.add(id)
  expect([...all]).toEqual(ids)
})

test('a step that is interrupted has done nothing, and the next does it', async () => {
  const ids = [await say('plum one'), await say('plum two')]
  const { keys } = running.chat
  const failing = {
    ...running.chat,
    keys: { ...keys, keyedIndex: () => Promise.reject(new Error('killed')) },
  }
  await expect(indexNewer(failing, channelId)).rejects.toThrow('killed')
  expect(await words(ids)).toBe(0)
  await indexNewer(running.chat, channelId)
  expect(found(await search('plum'))).toEqual(ids.toReversed())
  await editMessage(running.chat, {
    by: ada,
    input: { channelId, messageId: ids[0] ?? '', content: 'cherry' },
    received: [],
  })
  await expect(indexChanges(failing)).rejects.toThrow('killed')
  await indexChanges(running.chat)
  expect(found(await search('cherry'))).toEqual([ids[0]])
})

test('an edit that was made before the message was indexed is indexed as it is now', async () => {
  const id = await say('quince')
  await editMessage(running.chat, {
    by: ada,
    input: { channelId, messageId: id, content: 'medlar' },
    received: [],
  })
  await indexChanges(running.chat)
  await indexNewer(running.chat, channelId)
  expect(found(await search('medlar'))).toEqual([id])
  expect(found(await search('quince'))).toEqual([])
})

test('two processes index together what one would', async () => {
  const ids: string[] = []
  for (let at = 0; at < 30; at += 1) ids.push(await say(`grape ${at}`))
  const other = running.another(30)
  await Promise.all([running.chat, other, running.chat, other].map((chat) => indexNewer(chat, channelId)))
  await indexNewer(running.chat, channelId)
  expect(await words(ids)).toBe(30)
  const [place] = await running.storage.admin<{ indexed: string; count: string }[]>`
    select indexed, (select count(*) from message_tokens where channel_id = ${channelId}) as count
    from search_channels where channel_id = ${channelId}`
  expect(place?.indexed).toBe(place?.count)
})

test('whoever starts finds what nobody told of, and what is told later at once', async () => {
  const lost = await say('lychee')
  running.chat.written.tell()
  const fresh = await running.guild(ada)
  const elsewhere = fresh.channels.find((one) => one.type === 0)?.id ?? ''
  await sendMessage(running.chat, {
    by: ada,
    input: { channelId: elsewhere, content: 'papaya' },
    received: [],
  })
  running.chat.written.tell()
  const indexer = new Indexer(running.chat)
  await whenFound(() => search('lychee'), [lost])
  await whenFound(
    () => searchGuild(running.chat, ada, { ...asked, guildId: fresh.id, content: 'papaya' }),
    null,
  )
  const id = await say('guava')
  await whenFound(() => search('guava'), [id])
  await indexer.stop()
  const late = await say('kiwi')
  running.chat.written.tell()
  const again = new Indexer(running.chat)
  await whenFound(() => search('kiwi'), [late])
  await again.stop()
})

const asked = { include_nsfw: false, sort_order: 'desc', offset: 0, limit: 25 } as const

test('what is told while its channel is being indexed is not forgotten', async () => {
  const { keys } = running.chat
  let meanwhile: (() => Promise<unknown>) | null = async () => {
    await say('second pomelo')
    running.chat.written.tell()
  }
  const slow = {
    ...running.chat,
    keys: {
      ...keys,
      async keyedIndex(given: Parameters<typeof keys.keyedIndex>[0]) {
        const work = meanwhile
        meanwhile = null
        await work?.()
        return keys.keyedIndex(given)
      },
    },
  }
  await say('first pomelo')
  const indexer = new Indexer(slow)
  const answer = await whenFound(async () => {
    const now = await search('pomelo')
    return { ...now, messages: now.total_results === 2 ? now.messages : [] }
  }, null)
  expect(answer.total_results).toBe(2)
  await indexer.stop()
})

test('a guild whose key is gone is passed over', async () => {
  const id = await say('durian')
  await running.chat.keys.destroy({ ids: [guild.keyId] })
  await indexNewer(running.chat, channelId)
  expect(await words([id])).toBe(0)
  expect(await search('apple')).toMatchObject({ total_results: 0 })
})
