import { expect, test } from 'vitest'
import { createPictureCache } from './picture-cache.ts'
import type { PictureRow } from './picture-store.ts'

const row = (hash: string, key = '5'): PictureRow => ({
  hash,
  account_id: '1',
  owner_id: '1',
  use: 'avatar',
  key_id: key,
  sizes: [64],
  created_at: new Date(0),
})
const bytes = (text: string) => Promise.resolve(Buffer.from(text))

test('all who ask at once wait for one load, and later ones for none', async () => {
  const cache = createPictureCache()
  const { promise, resolve } = Promise.withResolvers<Uint8Array>()
  let loads = 0
  const load = () => {
    loads += 1
    return promise
  }
  const asked = [cache.bytes(row('a'), 'webp', load), cache.bytes(row('a'), 'webp', load)]
  resolve(Buffer.from('x'))
  expect((await Promise.all(asked)).map(String)).toEqual(['x', 'x'])
  expect(String(await cache.bytes(row('a'), 'webp', load))).toBe('x')
  expect(loads).toBe(1)
})

test('a load that fails, or finds nothing, is tried again', async () => {
  const cache = createPictureCache()
  await expect(cache.bytes(row('a'), 'webp', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await cache.bytes(row('a'), 'webp', () => Promise.resolve(null))).toBeNull()
  expect(String(await cache.bytes(row('a'), 'webp', () => bytes('x')))).toBe('x')
})

test('what is let go of while it is fetched is not kept, nor given to who asks after', async () => {
  const cache = createPictureCache()
  const { promise, resolve } = Promise.withResolvers<Uint8Array>()
  const found = Promise.withResolvers<PictureRow>()
  const before = cache.bytes(row('a'), 'webp', () => promise)
  const rowBefore = cache.row('a', () => found.promise)
  cache.letGo(['a'])
  const after = cache.bytes(row('a'), 'webp', () => Promise.resolve(null))
  resolve(Buffer.from('x'))
  found.resolve(row('a'))
  await Promise.all([before, rowBefore])
  expect(await after).toBeNull()
  expect(await cache.bytes(row('a'), 'webp', () => Promise.resolve(null))).toBeNull()
  expect(await cache.row('a', () => Promise.resolve(undefined))).toBeUndefined()
})

test('the pictures of a key go with it, and no others', async () => {
  const cache = createPictureCache()
  for (const [hash, key] of [
    ['a', '5'],
    ['b', '6'],
  ] as const) {
    // Whose row is no longer in memory goes too.
    for (const name of ['webp', 'avif']) await cache.bytes(row(hash, key), name, () => bytes('x'))
  }
  cache.letGoOfKeys(['5'])
  const nothing = () => Promise.resolve(null)
  expect(await cache.bytes(row('a'), 'webp', nothing)).toBeNull()
  expect(await cache.bytes(row('a'), 'avif', nothing)).toBeNull()
  expect(String(await cache.bytes(row('b'), 'webp', nothing))).toBe('x')
})

test('it holds so many bytes and no more', async () => {
  const cache = createPictureCache(10)
  for (const hash of ['a', 'b', 'c']) await cache.bytes(row(hash), 'webp', () => bytes('1234'))
  const nothing = () => Promise.resolve(null)
  expect(await cache.bytes(row('a'), 'webp', nothing)).toBeNull()
  expect(String(await cache.bytes(row('c'), 'webp', nothing))).toBe('1234')
  expect(String(await cache.bytes(row('d'), 'webp', () => bytes('much too large for it')))).toBe(
    'much too large for it',
  )
})
