import { describe, expect, test } from 'vitest'
import { command, event, query, Refusal, refuse, defineRefusals, z } from '../contract/index.ts'
import { createCalls } from './calls.ts'

const refusals = defineRefusals({ gone: { status: 410, sentence: 'It is gone.' } })
const contract = {
  double: query('sums.double', {
    about: '',
    caller: 'internal',
    input: z.object({ value: z.coerce.number(), by: z.number().default(2) }),
    output: z.object({ value: z.number() }),
    refuses: [refusals.gone],
  }),
  hot: query('sums.hot', {
    about: '',
    caller: 'internal',
    input: z.object({ value: z.custom<Map<string, number>>() }),
    output: z.custom<Map<string, number>>(),
    checked: 'types',
  }),
  happened: event('sums.happened', { about: '', data: z.object({}), delivery: 'realtime' }),
  refusals,
}

describe('calls between services', () => {
  test('check what goes in and what comes out', async () => {
    const calls = createCalls()
    const sums = calls.of(contract)
    calls.provide(contract.double, ({ value, by }) => ({ value: value * by, secret: 1 }))
    expect(await sums.double({ value: '4' })).toEqual({ value: 8 })
    await expect(sums.double({ value: 'x' })).rejects.toThrow()
    const wrong = createCalls()
    wrong.provide(contract.double, () => ({ value: 'eight' }) as never)
    await expect(wrong.of(contract).double({ value: 4 })).rejects.toThrow()
  })

  test('pass hot values as they are', async () => {
    const calls = createCalls()
    calls.provide(contract.hot, ({ value }) => value)
    const value = new Map([['a', 1]])
    expect(await calls.of(contract).hot({ value })).toBe(value)
  })

  test('pass refusals on', async () => {
    const calls = createCalls()
    calls.provide(contract.double, () => refuse(refusals.gone))
    await expect(calls.of(contract).double({ value: 1 })).rejects.toBeInstanceOf(Refusal)
  })

  test('fail by name where nobody provides them, and are provided once', async () => {
    const calls = createCalls()
    await expect(calls.of(contract).double({ value: 1 })).rejects.toThrow(
      'nobody in this process provides sums.double',
    )
    await expect(calls.of(contract).hot({ value: new Map() })).rejects.toThrow('sums.hot')
    calls.provide(contract.double, ({ value }) => ({ value }))
    expect(() => calls.provide(contract.double, ({ value }) => ({ value }))).toThrow('already provided')
  })

  test('are what a contract exports as calls and nothing else', () => {
    expect(Object.keys(createCalls().of(contract))).toEqual(['double', 'hot'])
    const doing = command('sums.do', { about: '', caller: 'internal', input: z.object({}), output: z.void() })
    expect(Object.keys(createCalls().of({ doing }))).toEqual(['doing'])
  })
})
