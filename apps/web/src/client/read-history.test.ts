import { describe, expect, test } from 'vitest'
import { fakeClient, settle, type FakeClient } from '../testing/fake-client.ts'
import { channelId, fern, guildId, sage, wireChannel, wireGuild, wireMessage } from '../testing/wire.ts'
import { isUnread } from '../state/unread.ts'
import { hear } from './connect.ts'
import { markRead, openHistory, readOlder } from './read-history.ts'

const history = (count: number) =>
  Array.from({ length: count }, (_, index) => wireMessage(String(1000 + index), sage, `m${index}`))

/** A server that holds these messages. */
function serve(fake: FakeClient, messages: ReturnType<typeof history>): void {
  fake.answer = ({ path }) => {
    const query = new URL(path, 'https://here.invalid').searchParams
    const before = query.get('before')
    const page = messages
      .filter((message) => before === null || Number(message.id) < Number(before))
      .toReversed()
      .slice(0, Number(query.get('limit')))
    return { status: 200, body: page }
  }
}

function begin(fake: FakeClient): void {
  hear(fake.client, { t: 'READY', d: { user: fern, guilds: [{ id: guildId }], session_id: 's' } })
  hear(fake.client, { t: 'GUILD_CREATE', d: wireGuild() })
}

const logOf = ({ client }: FakeClient) => client.store.getState().entities.logs[channelId]
const idsOf = (fake: FakeClient) => logOf(fake)?.messages.map((message) => message.id)

describe('opening a channel', () => {
  test('reads the newest page, once', async () => {
    const fake = fakeClient()
    begin(fake)
    serve(fake, history(80))
    await Promise.all([openHistory(fake.client, channelId), openHistory(fake.client, channelId)])
    await openHistory(fake.client, channelId)
    expect(fake.asked).toHaveLength(1)
    expect(logOf(fake)).toMatchObject({ status: 'loaded', reachedStart: false })
    expect(idsOf(fake)).toHaveLength(50)
  })

  test('says when it could not be read, and reads when asked again', async () => {
    const fake = fakeClient()
    begin(fake)
    fake.answer = () => 'unreachable'
    await openHistory(fake.client, channelId)
    expect(logOf(fake)?.status).toBe('failed')
    serve(fake, history(3))
    await openHistory(fake.client, channelId)
    expect(logOf(fake)).toMatchObject({ status: 'loaded', reachedStart: true })
  })
})

test('pages back to the beginning without a gap', async () => {
  const fake = fakeClient()
  begin(fake)
  const all = history(130)
  serve(fake, all)
  await openHistory(fake.client, channelId)
  while (logOf(fake)?.reachedStart === false) await readOlder(fake.client, channelId)
  expect(idsOf(fake)).toEqual(all.map((message) => message.id))
})

describe('after a new session', () => {
  test('everything that is loaded is read anew: missed, edited and deleted messages are right', async () => {
    const fake = fakeClient()
    begin(fake)
    const all = history(120)
    serve(fake, all)
    await openHistory(fake.client, channelId)
    await readOlder(fake.client, channelId)
    const later = [
      ...all
        .filter((message) => message.id !== '1100')
        .map((message) =>
          message.id === '1101'
            ? { ...message, content: 'edited', edited_timestamp: '2026-11-21T10:00:00Z' }
            : message,
        ),
      wireMessage('1500', sage, 'missed'),
    ]
    begin(fake)
    serve(fake, later)
    await openHistory(fake.client, channelId)
    await settle()
    expect(idsOf(fake)).toEqual(later.slice(-(idsOf(fake)?.length ?? 0)).map((message) => message.id))
    expect(idsOf(fake)).not.toContain('1100')
    expect(logOf(fake)?.messages.find((message) => message.id === '1101')?.content).toBe('edited')
    expect(logOf(fake)?.staleThrough).toBeNull()
  })

  test('after a very long absence only the newest page is read', async () => {
    const fake = fakeClient()
    begin(fake)
    const all = history(60)
    serve(fake, all)
    await openHistory(fake.client, channelId)
    begin(fake)
    serve(fake, [
      ...all,
      ...Array.from({ length: 2000 }, (_, index) => wireMessage(String(5000 + index), sage, 'x')),
    ])
    await openHistory(fake.client, channelId)
    expect(idsOf(fake)).toHaveLength(50)
    expect(logOf(fake)?.reachedStart).toBe(false)
  })
})

test('what was read is remembered, and forgotten with the account', async () => {
  const fake = fakeClient()
  begin(fake)
  serve(fake, history(3))
  await openHistory(fake.client, channelId)
  hear(fake.client, {
    t: 'MESSAGE_CREATE',
    d: wireMessage('2000', sage, { content: 'new', mentions: [fern] }),
  })
  expect(fake.client.store.getState().entities.mentionCounts).toEqual({ [channelId]: 1 })
  markRead(fake.client, channelId)
  expect(fake.client.store.getState().read).toEqual({ [channelId]: '2000' })
  expect(fake.client.store.getState().entities.mentionCounts).toEqual({})
  expect(fake.client.memory.readMarks(fern.id)).toEqual({ [channelId]: '2000' })
  fake.client.memory.forget(fern.id)
  expect(fake.memory.size).toBe(0)
})

test('a channel that was never opened is unread when something comes to it, also after a reload', () => {
  const memory = new Map<string, string>()
  const fake = fakeClient(memory)
  begin(fake)
  expect(fake.client.memory.readMarks(fern.id)).toEqual({ [channelId]: '0' })
  const again = fakeClient(memory)
  again.client.store.setState({ read: again.client.memory.readMarks(fern.id) })
  hear(again.client, { t: 'READY', d: { user: fern, guilds: [{ id: guildId }], session_id: 's' } })
  hear(again.client, {
    t: 'GUILD_CREATE',
    d: wireGuild({ channels: [wireChannel(channelId, 'beds', { last_message_id: '2000' })] }),
  })
  const { entities, read } = again.client.store.getState()
  expect(isUnread(entities.guilds[guildId], channelId, read)).toBe(true)
})
