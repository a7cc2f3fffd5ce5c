import { expect, test } from 'vitest'
import { Blocks, type Reach } from './blocks.ts'

const reach = (blocked: readonly string[]): Reach => ({
  relationships: new Map(blocked.map((id) => [id, 2])),
  allowsFrom: () => true,
  friendSources: { all: true, mutualFriends: true, mutualGuilds: true },
})

test('reads an account once, however many ask at once, until it changes', async () => {
  let reads = 0
  let blocked = ['2']
  const blocks = new Blocks(async () => {
    reads += 1
    return reach(blocked)
  })
  expect(await Promise.all(['2', '3'].map((id) => blocks.isBlocked('1', id)))).toEqual([true, false])
  expect(reads).toBe(1)
  blocked = ['3']
  blocks.evict('2')
  expect(await blocks.isBlocked('1', '3')).toBe(false)
  blocks.evict('1')
  expect(await blocks.isBlocked('1', '3')).toBe(true)
  expect(reads).toBe(2)
})

test('does not keep what was read before a change that overtook it', async () => {
  const first = Promise.withResolvers<Reach>()
  const answers = [first.promise, Promise.resolve(reach(['2']))]
  const blocks = new Blocks(() => answers.shift() ?? Promise.reject(new Error('read too often')))
  const early = blocks.isBlocked('1', '2')
  blocks.evict('1')
  expect(await blocks.isBlocked('1', '2')).toBe(true)
  first.resolve(reach([]))
  expect(await early).toBe(false)
  expect(await blocks.isBlocked('1', '2')).toBe(true)
})

test('asks again after a reading that failed', async () => {
  const answers = [() => Promise.reject(new Error('away')), async () => reach(['2'])]
  const blocks = new Blocks(() => (answers.shift() ?? (() => Promise.reject(new Error('too often'))))())
  await expect(blocks.isBlocked('1', '2')).rejects.toThrow('away')
  expect(await blocks.isBlocked('1', '2')).toBe(true)
})
