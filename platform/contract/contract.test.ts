import { describe, expect, test } from 'vitest'
import { addressOf, command, event, isCall, query, z, type CallSpec } from './index.ts'

const spec = {
  about: 'Does a thing.',
  caller: 'anyone',
  input: z.object({ id: z.string(), a: z.string(), b: z.string() }),
  output: z.void(),
} as const

describe('a call', () => {
  test('is of our own protocol and refuses nothing unless said otherwise', () => {
    const call = command('things.do', { ...spec, http: 'POST /things/:id' })
    expect(call).toMatchObject({ kind: 'command', name: 'things.do', protocol: 'alles', refuses: [] })
    expect(query('things.get', { ...spec, http: 'GET /things/:id' }).kind).toBe('query')
  })

  test('without an address can only be internal, and an internal one has none', () => {
    expect(() => command('things.do', spec)).toThrow('things.do')
    expect(() => command('things.do', { ...spec, caller: 'internal', http: 'POST /x' })).toThrow('things.do')
    expect(command('things.do', { ...spec, caller: 'internal' }).http).toBeUndefined()
  })

  test('is told from everything else a contract exports', () => {
    expect(isCall(command('things.do', { ...spec, http: 'POST /x' }))).toBe(true)
    const happened = event('things.done', { about: '', data: z.object({}), delivery: 'durable' })
    for (const other of [happened, null, undefined, 'query', z.object({}), () => {}])
      expect(isCall(other)).toBe(false)
  })
})

describe('the address of a call', () => {
  type Given = Partial<CallSpec<typeof spec.input, typeof spec.output>>
  const of = (given: Given) => addressOf(command('things.do', { ...spec, ...given }))

  test('puts what the path does not take into the body', () => {
    expect(of({ http: 'PATCH /things/:id' })).toEqual({
      method: 'PATCH',
      path: '/things/:id',
      params: ['id'],
      query: [],
      body: ['a', 'b'],
    })
  })

  test('puts it into the query string where there is no body', () => {
    for (const method of ['GET', 'DELETE'] as const)
      expect(of({ http: `${method} /things/:id` })).toMatchObject({ query: ['a', 'b'], body: [] })
  })

  test('puts single fields into the query string where the contract says so', () => {
    expect(of({ http: 'POST /things/:id', queryFields: ['b'] })).toMatchObject({ query: ['b'], body: ['a'] })
  })

  test('names no field the input does not have', () => {
    expect(() => of({ http: 'POST /things/:thing/:id' })).toThrow('thing is in the path and not in the input')
    expect(() => addressOf(command('things.do', { ...spec, caller: 'internal' }))).toThrow('no address')
  })
})
