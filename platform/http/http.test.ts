import { describe, expect, test } from 'vitest'
import { command, z } from '../contract/index.ts'
import { testClock } from '../testing/test-clock.ts'
import * as contract from './test-edge.ts'

const { testEdge } = contract

test('names the calls of a contract that nobody answers', () => {
  const { http } = testEdge(testClock())
  expect(() => http.assertComplete(contract, 'things')).toThrow('things does not answer things.save')
  const internal = command('things.count', {
    about: '',
    caller: 'internal',
    input: z.object({}),
    output: z.void(),
  })
  expect(() => http.assertComplete({ makeThing: contract.makeThing, internal }, 'things')).not.toThrow()
})

test('answers no call and no address twice, and nothing without an address', () => {
  const { http } = testEdge(testClock())
  const routes = http.routesFor('things')
  expect(() => routes.answer(contract.makeThing, () => ({ id: '1', title: 'x' }))).toThrow('things.make')
  const twin = command('things.twin', {
    about: '',
    http: 'POST /boxes/:id/things',
    caller: 'anyone',
    input: z.object({ id: z.string() }),
    output: z.void(),
  })
  expect(() => routes.answer(twin, () => undefined)).toThrow('POST /api/alles/boxes/:id/things')
  const internal = command('things.in', {
    about: '',
    caller: 'internal',
    input: z.object({}),
    output: z.void(),
  })
  expect(() => routes.answer(internal, () => undefined)).toThrow('things.in has no address')
})

describe('addresses', () => {
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'OPTIONS' | 'HEAD', url: string) => {
    const { http, lines } = testEdge(testClock())
    const answer = await http.inject({ method, url, headers: { authorization: 'Bot bot' } })
    expect(lines).toEqual([])
    return answer
  }

  test('of Discord’s API answer under every version we speak, and under none', async () => {
    for (const prefix of ['/api/v10', '/api/v9', '/api'])
      expect((await ask('PUT', `${prefix}/channels/1/notes`)).statusCode).toBe(400)
    expect((await ask('PUT', '/api/v8/channels/1/notes')).statusCode).toBe(404)
  })

  test.each([
    ['/api/alles/none', 'application/problem+json', { code: 'not_found' }],
    ['/api/v10/none', 'application/json', { message: '404: Not Found', code: 0 }],
    ['/api/none', 'application/json', { message: '404: Not Found', code: 0 }],
    ['/api/v1/none', 'application/problem+json', { code: 'not_found' }],
    ['/none', 'application/problem+json', { code: 'not_found' }],
    ['*', 'application/problem+json', { code: 'not_found' }],
  ])('that nothing answers, such as %s, are a 404 in their protocol’s shape', async (url, type, body) => {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await ask(method, url)
      expect(answer.statusCode).toBe(404)
      expect(answer.headers['content-type']).toBe(type)
      expect(answer.json()).toMatchObject(body)
    }
  })

  test('that answer to other methods say which', async () => {
    const ours = await ask('PUT', '/api/alles/boxes/1/things')
    expect(ours.statusCode).toBe(405)
    expect(ours.headers.allow).toBe('GET, HEAD, POST')
    expect(ours.json()).toMatchObject({ code: 'method_not_allowed' })
    expect((await ask('GET', '/api/v10/channels/1/notes')).json()).toEqual({
      message: '405: Method Not Allowed',
      code: 0,
    })
    expect((await ask('OPTIONS', '/api/alles/boxes/1/things')).statusCode).toBe(405)
    expect((await ask('POST', '/healthz')).headers.allow).toBe('GET, HEAD')
  })

  test('that cannot be an address are a 4xx', async () => {
    expect((await ask('GET', '/api/alles/%')).statusCode).toBe(400)
    expect((await ask('GET', '/api/v10/%zz/x')).json()).toMatchObject({ code: 50035 })
    expect((await ask('GET', '/api/alles/boxes/%ff/things')).statusCode).toBe(400)
    expect((await ask('GET', '/api/alles/boxes/1%00/things')).statusCode).toBe(400)
    expect((await ask('GET', `/api/alles/boxes/${'1'.repeat(300)}/things`)).statusCode).toBe(414)
    expect((await ask('GET', `/api/alles/${'x'.repeat(9000)}`)).json()).toMatchObject({
      code: 'address_too_long',
    })
    expect((await ask('GET', `/api/v10/x?y=${'x'.repeat(9000)}`)).statusCode).toBe(414)
  })

  test('mean the same with a part of them encoded that needs not be', async () => {
    const { http } = testEdge(testClock())
    const mine = command('things.mine', {
      about: '',
      http: 'GET /boxes/@me',
      caller: 'anyone',
      input: z.object({ of: z.string().optional() }),
      output: z.object({ of: z.string() }),
    })
    http.routesFor('mine').answer(mine, ({ of = '' }) => ({ of }))
    const answer = await http.inject({ method: 'GET', url: '/api/alles/boxes/%40me?of=%40me%3F?' })
    expect([answer.statusCode, answer.json()]).toEqual([200, { of: '@me??' }])
    expect((await http.inject({ method: 'GET', url: '/api/alles/boxes/%2540me' })).statusCode).toBe(404)
  })

  test('that can be read can be asked about', async () => {
    const answer = await ask('HEAD', '/api/alles/boxes/1/things')
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toBe('')
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(0)
  })
})
