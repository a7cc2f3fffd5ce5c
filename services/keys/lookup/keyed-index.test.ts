import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testKeys, type TestKeys } from '../testing/start-keys.ts'

let own: TestKeys
let ids: string[]
beforeAll(async () => {
  own = await testKeys()
  ids = (await own.client.create({ keys: [{ kind: 'guild' }, { kind: 'guild' }] })).ids
})
afterAll(() => own.drop())

const indexOf = (at: number, purpose = 'search', values = ['ada', 'bob', 'ada']) =>
  own.client.keyedIndex({ key: ids[at] ?? '', purpose, values })

describe('an index under the key of an owner', () => {
  test('is the same for the same key, purpose and value in every process', async () => {
    const here = await indexOf(0)
    const other = await own.startAnother()
    expect(
      await other.keyedIndex({ key: ids[0] ?? '', purpose: 'search', values: ['ada', 'bob', 'ada'] }),
    ).toEqual(here)
    expect(here?.[0]).toEqual(here?.[2])
    expect(here?.[0]).not.toEqual(here?.[1])
    expect(here?.[0]).toHaveLength(32)
  })

  test('differs between keys and between purposes', async () => {
    const [one] = (await indexOf(0)) ?? []
    expect((await indexOf(1))?.[0]).not.toEqual(one)
    expect((await indexOf(0, 'other'))?.[0]).not.toEqual(one)
  })

  test('outlives a new instance key, and not its own', async () => {
    const before = await indexOf(0)
    await own.client.rotate({})
    expect(await indexOf(0)).toEqual(before)
    await own.client.destroy({ ids: [ids[0] ?? ''] })
    expect(await indexOf(0)).toBeNull()
  })
})
