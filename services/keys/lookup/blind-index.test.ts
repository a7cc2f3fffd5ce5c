import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testKeys, type TestKeys } from '../testing/start-keys.ts'

let own: TestKeys
beforeAll(async () => {
  own = await testKeys()
})
afterAll(() => own.drop())

describe('a lookup index', () => {
  test('is the same for the same value and purpose in every process, first use at once included', async () => {
    const other = await own.startAnother()
    const asked = { purpose: 'username', values: ['ada', 'bob', 'ada'] }
    const [here, there] = await Promise.all([own.client.blindIndex(asked), other.blindIndex(asked)])
    expect(here).toEqual(there)
    expect(here[0]).toEqual(here[2])
    expect(here[0]).not.toEqual(here[1])
    expect(here[0]).toHaveLength(32)
    expect(await (await own.startAnother()).blindIndex(asked)).toEqual(here)
  })

  test('differs between purposes', async () => {
    const [one] = await own.client.blindIndex({ purpose: 'username', values: ['ada'] })
    const [two] = await own.client.blindIndex({ purpose: 'nonce', values: ['ada'] })
    expect(one).not.toEqual(two)
  })

  test('outlives destruction and a new instance key', async () => {
    const before = await own.client.blindIndex({ purpose: 'username', values: ['ada'] })
    const { ids } = await own.client.create({ keys: [{ kind: 'person' }] })
    await own.client.destroy({ ids })
    await own.client.rotate({})
    expect(await (await own.startAnother()).blindIndex({ purpose: 'username', values: ['ada'] })).toEqual(
      before,
    )
  })
})
