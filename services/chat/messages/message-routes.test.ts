import type { APIMessage, GatewayMessageCreateDispatchData } from 'discord-api-types/v10'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@alles/platform/http'
import { asAccount } from '@alles/platform/testing'
import type { GuildState, Message } from '../contract/index.ts'
import { messageRoutes } from './message-routes.ts'
import { startMessages, type RunningMessages } from './testing/start-messages.ts'
import type { MessageEvent } from './wire-message.ts'

let running: RunningMessages
let ada: Actor
let guild: GuildState
let path: string

beforeAll(async () => {
  running = await startMessages()
  messageRoutes(running.chat, running.parts.routes)
  ada = await running.account()
  guild = await running.guild(ada)
  path = `/channels/${guild.channels.find((channel) => channel.type === 0)?.id}/messages`
})
afterAll(() => running.stop())

async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await running.http.inject({
    method,
    url: `/api/v10${url}`,
    headers: asAccount(ada.accountId),
    ...(payload && { payload }),
  })
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
}

/** Words of enumerations are written out on the wire. */
type Written<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? Written<Item>[]
    : T extends object
      ? { [K in keyof T]: Written<T[K]> }
      : T

test('messages are assignable to the types of discord-api-types', () => {
  const fits = <T>(shape: T | null) => shape
  fits<Written<APIMessage>>(null as Message | null)
  fits<Written<GatewayMessageCreateDispatchData>>(null as MessageEvent | null)
  expect(fits<Written<APIMessage>>(null)).toBeNull()
})

describe('the calls about messages', () => {
  test('write, read, edit, delete', async () => {
    const sent = await ask('POST', path, { content: '  hello  ', nonce: 'n', unknown: 1, embeds: [] })
    expect(sent).toMatchObject({ status: 200, body: { content: 'hello', nonce: 'n' } })
    const one = `${path}/${sent.body.id}`
    const { nonce: _, ...message } = sent.body
    expect(await ask('GET', one)).toEqual({ status: 200, body: message })
    expect((await ask('GET', `${path}?limit=1`)).body).toEqual([message])
    expect(await ask('PATCH', one, { content: 'bye' })).toMatchObject({
      status: 200,
      body: { content: 'bye' },
    })
    expect(await ask('DELETE', one)).toEqual({ status: 204, body: undefined })
    expect(await ask('GET', one)).toMatchObject({ status: 404, body: { code: 10008 } })
    expect(await ask('POST', path.replace('messages', 'typing'))).toEqual({ status: 204, body: undefined })
  })

  test('count characters as people do', async () => {
    expect((await ask('POST', path, { content: '💬'.repeat(2000) })).status).toBe(200)
    expect(await ask('POST', path, { content: 'x'.repeat(2001) })).toMatchObject({
      status: 400,
      body: { code: 50035 },
    })
  })

  test('refuse an empty message with its own code', async () => {
    for (const payload of [{}, { content: ' \n ' }, { content: null }, { embeds: [] }])
      expect(await ask('POST', path, payload)).toMatchObject({ status: 400, body: { code: 50006 } })
  })

  test('refuse malformed input in the shape of this API', async () => {
    const faulty = [
      ask('POST', path, { content: 'lone \ud800 surrogate' }),
      ask('POST', path, { content: 'a \0 byte' }),
      ask('POST', path, { content: 'x', nonce: 'x'.repeat(26) }),
      ask('POST', path, { content: 'x', message_reference: { message_id: 'abc' } }),
      ask('POST', path, { content: 7 }),
      ask('GET', `${path}?limit=0`),
      ask('GET', `${path}?limit=101`),
      ask('GET', `${path}?before=abc`),
      ask('GET', `${path}?after=99999999999999999999`),
      ask('GET', `${path}/-1`),
      ask('GET', '/channels/x/messages'),
      ask('DELETE', `${path}/1e3`),
    ]
    for (const answer of await Promise.all(faulty))
      expect([answer.status, answer.body.code]).toEqual([400, expect.toBeOneOf([50035, 50109])])
  })

  test('refuse channels and references that do not exist', async () => {
    expect(await ask('GET', '/channels/1/messages')).toMatchObject({ status: 404, body: { code: 10003 } })
    expect(await ask('POST', path, { content: 'x', message_reference: { message_id: '1' } })).toMatchObject({
      status: 400,
      body: { code: 50035 },
    })
  })
})
