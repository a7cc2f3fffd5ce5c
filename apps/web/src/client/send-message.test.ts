import { describe, expect, test } from 'vitest'
import { fakeClient, settle, type Asked, type FakeClient } from '../testing/fake-client.ts'
import { channelId, fern, guildId, wireGuild, wireMessage } from '../testing/wire.ts'
import { hear } from './connect.ts'
import { openHistory } from './read-history.ts'
import { discard, restorePending, sendAgain, sendMessage, sendWaiting } from './send-message.ts'

const says = (content: string) => ({ channelId, content, replyTo: null })
let last = 9000

/** The server takes the message: the same one for the same nonce. */
function accept(asked: Asked) {
  last += 1
  return { status: 200, body: wireMessage(String(last), fern, String(asked.body?.content)) }
}

async function begun(memory?: Map<string, string>): Promise<FakeClient> {
  const fake = fakeClient(memory)
  hear(fake.client, { t: 'READY', d: { user: fern, guilds: [{ id: guildId }], session_id: 's' } })
  hear(fake.client, { t: 'GUILD_CREATE', d: wireGuild() })
  fake.answer = () => ({ status: 200, body: [] })
  await openHistory(fake.client, channelId)
  fake.asked.length = 0
  return fake
}

const pendingOf = ({ client }: FakeClient) => client.store.getState().outbox[channelId] ?? []
const textsOf = ({ client }: FakeClient) =>
  client.store.getState().entities.logs[channelId]?.messages.map((message) => message.content)
const sent = (fake: FakeClient) => fake.asked.filter((one) => one.method === 'POST')

describe('a message that is sent', () => {
  test('stands there at once and is confirmed by the answer', async () => {
    const fake = await begun()
    fake.answer = accept
    sendMessage(fake.client, says('hello'))
    expect(pendingOf(fake).map((one) => one.state)).toEqual(['sending'])
    await settle()
    expect(pendingOf(fake)).toEqual([])
    expect(textsOf(fake)).toEqual(['hello'])
    expect(sent(fake)[0]?.body).toMatchObject({ content: 'hello', enforce_nonce: true })
    expect([...fake.memory.keys()].filter((key) => key.includes(':out:'))).toEqual([])
  })

  test('stands there once, whether the event or the answer comes first', async () => {
    const fake = await begun()
    fake.answer = (asked) => {
      const message = wireMessage('9500', fern, 'hello')
      hear(fake.client, { t: 'MESSAGE_CREATE', d: { ...message, nonce: String(asked.body?.nonce) } })
      expect(pendingOf(fake)).toEqual([])
      return { status: 200, body: message }
    }
    sendMessage(fake.client, says('hello'))
    await settle()
    expect(textsOf(fake)).toEqual(['hello'])
  })

  test('does not overtake the one before', async () => {
    const fake = await begun()
    const order: unknown[] = []
    fake.answer = async (asked) => {
      order.push(asked.body?.content)
      await settle()
      return accept(asked)
    }
    for (const word of ['one', 'two', 'three']) sendMessage(fake.client, says(word))
    await settle()
    await settle()
    await settle()
    await settle()
    expect(order).toEqual(['one', 'two', 'three'])
  })
})

describe('without an answer', () => {
  test('it waits, and goes out with the same nonce when the connection is back', async () => {
    const fake = await begun()
    fake.answer = () => 'unreachable'
    sendMessage(fake.client, says('hello'))
    await settle()
    expect(pendingOf(fake).map((one) => one.state)).toEqual(['waiting'])
    fake.answer = accept
    sendWaiting(fake.client)
    await settle()
    const nonces = new Set(sent(fake).map((one) => one.body?.nonce))
    expect(sent(fake)).toHaveLength(2)
    expect(nonces.size).toBe(1)
    expect(textsOf(fake)).toEqual(['hello'])
  })

  test('it is tried again after a while by itself', async () => {
    const fake = await begun()
    fake.answer = () => ({ status: 503, body: { code: 'unavailable' } })
    sendMessage(fake.client, says('hello'))
    await settle()
    fake.answer = accept
    await fake.pass(5_000)
    await settle()
    expect(textsOf(fake)).toEqual(['hello'])
  })

  test('it is not sent by itself when the server may have forgotten its nonce', async () => {
    const fake = await begun()
    fake.answer = () => 'unreachable'
    sendMessage(fake.client, says('hello'))
    await settle()
    const tries = sent(fake).length
    fake.answer = accept
    await fake.pass(10 * 60_000)
    sendWaiting(fake.client)
    await settle()
    expect(sent(fake)).toHaveLength(tries)
    expect(pendingOf(fake)[0]).toMatchObject({ state: 'failed', fault: { code: 'unsure' } })
  })

  test('it is still there after the tab was closed', async () => {
    const memory = new Map<string, string>()
    const fake = await begun(memory)
    fake.answer = () => 'unreachable'
    sendMessage(fake.client, says('hello'))
    await settle()
    const again = await begun(memory)
    again.answer = accept
    restorePending(again.client)
    sendWaiting(again.client)
    await settle()
    expect(textsOf(again)).toEqual(['hello'])
    expect(sent(again)[0]?.body?.nonce).toBe(sent(fake)[0]?.body?.nonce)
  })
})

describe('a refused message', () => {
  const refusal = { status: 403, body: { code: 50_013, message: 'No.' } }

  test('stays with its reason and holds nothing up', async () => {
    const fake = await begun()
    fake.answer = (asked) => (asked.body?.content === 'bad' ? refusal : accept(asked))
    sendMessage(fake.client, says('bad'))
    sendMessage(fake.client, says('good'))
    await settle()
    await settle()
    expect(pendingOf(fake)).toMatchObject([
      { content: 'bad', state: 'failed', fault: { code: 'missing_permissions' } },
    ])
    expect(textsOf(fake)).toEqual(['good'])
  })

  test('goes out again when asked to, or is thrown away', async () => {
    const fake = await begun()
    fake.answer = () => refusal
    sendMessage(fake.client, says('bad'))
    await settle()
    fake.answer = accept
    const [failed] = pendingOf(fake)
    if (!failed) throw new Error('nothing failed')
    sendAgain(fake.client, failed)
    await settle()
    expect(textsOf(fake)).toEqual(['bad'])
    fake.answer = () => refusal
    sendMessage(fake.client, says('worse'))
    await settle()
    const [other] = pendingOf(fake)
    if (other) discard(fake.client, other)
    expect(pendingOf(fake)).toEqual([])
  })
})

test('too many at once: it waits as long as it is told and goes on', async () => {
  const fake = await begun()
  fake.answer = () => ({ status: 429, body: { retry_after: 2, message: 'slow' } })
  sendMessage(fake.client, says('hello'))
  await settle()
  expect(pendingOf(fake)[0]?.state).toBe('sending')
  fake.answer = accept
  await fake.pass(2_000)
  await settle()
  expect(textsOf(fake)).toEqual(['hello'])
})
