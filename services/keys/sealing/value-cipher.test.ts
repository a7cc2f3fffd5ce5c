import { createSecretKey, randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createValueCipher, keyIdOf, overhead, SealedValueBroken } from './value-cipher.ts'

const cipher = createValueCipher()
const by = { id: '4611686018427387905', key: createSecretKey(randomBytes(32)) }
const words = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed())
const places = fc.record({ table: words, column: words, row: words })
const plains = fc.uint8Array({ maxLength: 300 })

describe('a sealed value', () => {
  test('opens where it was sealed', () => {
    fc.assert(
      fc.property(places, plains, (place, plain) => {
        const sealed = cipher.seal(by, place, plain)
        expect(Buffer.compare(cipher.open(by.key, place, sealed), plain)).toBe(0)
        expect(keyIdOf(place, sealed)).toBe(by.id)
      }),
    )
  })

  test('opens nowhere else', () => {
    fc.assert(
      fc.property(places, places, plains, (place, other, plain) => {
        fc.pre(JSON.stringify(place) !== JSON.stringify(other))
        const sealed = cipher.seal(by, place, plain)
        expect(() => cipher.open(by.key, other, sealed)).toThrow(SealedValueBroken)
      }),
    )
  })

  test('tells where a table ends and a column begins', () => {
    const sealed = cipher.seal(by, { table: 'ab', column: 'c', row: '1' }, Buffer.from('x'))
    for (const place of [
      { table: 'a', column: 'bc', row: '1' },
      { table: 'abc', column: '', row: '1' },
      { table: 'ab', column: 'c1', row: '' },
    ])
      expect(() => cipher.open(by.key, place, sealed)).toThrow(SealedValueBroken)
  })

  test('does not open when any bit of it was changed', () => {
    const place = { table: 't', column: 'c', row: '1' }
    fc.assert(
      fc.property(plains, fc.nat(), (plain, at) => {
        const sealed = cipher.seal(by, place, plain)
        const bit = at % (sealed.length * 8)
        const index = bit >> 3
        sealed[index] = (sealed[index] ?? 0) ^ (1 << (bit & 7))
        expect(() => [keyIdOf(place, sealed), cipher.open(by.key, place, sealed)]).toThrow(SealedValueBroken)
      }),
      { numRuns: 500 },
    )
  })

  test('does not open when it was cut short or made longer', () => {
    const place = { table: 't', column: 'c', row: '1' }
    const sealed = cipher.seal(by, place, Buffer.from('hello'))
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => {
        keyIdOf(place, sealed.subarray(0, length))
        cipher.open(by.key, place, sealed.subarray(0, length))
      }).toThrow(SealedValueBroken)
    expect(() => cipher.open(by.key, place, Buffer.concat([sealed, Buffer.from([0])]))).toThrow(
      SealedValueBroken,
    )
  })

  test('does not open with another key', () => {
    const place = { table: 't', column: 'c', row: '1' }
    const sealed = cipher.seal(by, place, Buffer.from('hello'))
    expect(() => cipher.open(createSecretKey(randomBytes(32)), place, sealed)).toThrow(SealedValueBroken)
  })

  test('has version, key id, nonce and tag around a text as long as the plain one', () => {
    const place = { table: 't', column: 'c', row: '1' }
    const sealed = cipher.seal(by, place, Buffer.from('hello'))
    expect(sealed).toHaveLength(overhead + 5)
    expect(sealed[0]).toBe(1)
    expect(sealed.readBigUInt64BE(1)).toBe(BigInt(by.id))
  })

  test('never has the nonce of another', () => {
    const place = { table: 't', column: 'c', row: '1' }
    const nonces = new Set<string>()
    for (let count = 0; count < 5_000; count += 1)
      nonces.add(cipher.seal(by, place, Buffer.alloc(0)).toString('hex', 9, 21))
    expect(nonces.size).toBe(5_000)
  })
})
