import { describe, expect, test } from 'vitest'
import { testClock } from '../testing/test-clock.ts'
import { refusals, testEdge } from '../http/test-edge.ts'
import * as contract from '../http/test-edge.ts'
import {
  command,
  edgeRefusals,
  httpClient,
  Refusal,
  refuse,
  wireRequest,
  z,
  type Transport,
} from './index.ts'

/** A client whose requests reach the real edge, signed in as `person`. */
function overTheEdge(headers: Record<string, string> = { cookie: 'session=person' }) {
  const edge = testEdge(testClock(60 * 60_000))
  const transport: Transport = async ({ method, path, body }) => {
    const answer = await edge.http.inject({
      method: method as 'GET',
      url: path,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { payload: body }),
    })
    const empty = answer.statusCode === 204
    return new Response(empty ? null : answer.body, {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
    })
  }
  return { edge, client: httpClient(contract, transport) }
}

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error : null),
  )

describe('a contract as functions, over the real edge', () => {
  test('gives what the handler gave', async () => {
    const { client, edge } = overTheEdge()
    edge.work = (input) => ({ id: '1', title: `${input.boxId as string} ${input.title as string}` })
    expect(await client.makeThing({ boxId: '12', title: 'ünï' })).toEqual({ id: '1', title: '12 ünï' })
    expect(await client.listThings({ boxId: '3', limit: 7 })).toEqual([{ id: '3', title: '7' }])
    expect(await client.removeThing({ id: '4' })).toBeUndefined()
    expect(await client.orderNotes({ channelId: '1', order: ['2'] })).toBeUndefined()
  })

  test('gives nothing where nothing is answered, whatever the status', async () => {
    const later = command('things.later', {
      about: '',
      http: 'POST /later',
      caller: 'anyone',
      input: z.object({}),
      output: z.void(),
      status: 202,
    })
    const client = httpClient({ later }, async () => new Response('', { status: 202 }))
    expect(await client.later({})).toBeUndefined()
  })

  test('throws the refusals the contract declares, in both shapes', async () => {
    const { client, edge } = overTheEdge()
    edge.work = () => refuse(refusals.unknown_thing, { retryAfter: 3 })
    for (const call of [
      client.makeThing({ boxId: '1', title: 'x' }),
      client.sendNote({ channelId: '1', content: 'x' }),
    ]) {
      const refusal = await refusalOf(call)
      expect(refusal?.kind).toEqual(refusals.unknown_thing)
      expect(refusal?.details).toEqual({ retryAfter: 3 })
    }
  })

  test('throws the edge’s own, with their faults', async () => {
    const { client } = overTheEdge()
    const refusal = await refusalOf(client.makeThing({ boxId: 'x', title: 'much too long for this' }))
    expect(refusal?.kind).toEqual(edgeRefusals.invalid_input)
    expect(refusal?.details.faults?.map((fault) => fault.path)).toEqual([['boxId'], ['title']])
    expect((await refusalOf(client.burnThings({})))?.kind).toEqual(edgeRefusals.fresh_sign_in_required)
    const { client: nobody } = overTheEdge({})
    expect((await refusalOf(nobody.listThings({ boxId: '1' })))?.kind).toEqual(edgeRefusals.not_signed_in)
    expect((await refusalOf(nobody.sendNote({ channelId: '1', content: 'x' })))?.kind).toEqual(
      edgeRefusals.not_signed_in,
    )
  })

  test('throws what it cannot read as a refusal too', async () => {
    const client = httpClient(contract, async () => new Response('<h1>Bad gateway</h1>', { status: 502 }))
    expect((await refusalOf(client.removeThing({ id: '1' })))?.kind).toMatchObject({
      code: 'http_502',
      status: 502,
    })
  })

  test('checks what it gets', async () => {
    const client = httpClient(contract, async () => Response.json([{ id: 'x' }]))
    await expect(client.listThings({ boxId: '1' })).rejects.toThrow()
  })
})

test('a request writes each field where the contract puts it', () => {
  expect(wireRequest(contract.listThings, { boxId: 'a/b?c', limit: 5 })).toEqual({
    method: 'GET',
    path: '/api/alles/boxes/a%2Fb%3Fc/things?limit=5',
    body: undefined,
  })
  expect(wireRequest(contract.sendNote, { channelId: '1', content: 'x' })).toEqual({
    method: 'POST',
    path: '/api/v10/channels/1/notes',
    body: '{"content":"x"}',
  })
  expect(wireRequest(contract.listThings, { boxId: '1', limit: undefined }).path).toBe(
    '/api/alles/boxes/1/things',
  )
})
