import { assert, bigInt, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BitSet, Snowflake, text } from './index.ts'

describe('ids', () => {
  test('are every whole number that fits 63 bits, in its one spelling', () => {
    assert(
      property(bigInt({ min: 0n, max: 2n ** 63n - 1n }), (value) => {
        expect(Snowflake.parse(String(value))).toBe(String(value))
        expect(BitSet.parse(String(value))).toBe(String(value))
      }),
    )
    assert(
      property(bigInt({ min: 2n ** 63n, max: 2n ** 80n }), (value) => {
        expect(Snowflake.safeParse(String(value)).success).toBe(false)
        expect(BitSet.safeParse(String(value)).success).toBe(false)
      }),
    )
  })

  test('are nothing else, and never throw', () => {
    assert(
      property(string(), (value) => {
        const plain = /^(0|[1-9][0-9]{0,17})$/.test(value)
        expect(Snowflake.safeParse(value).success).toBe(plain)
      }),
    )
    for (const value of ['01', '-1', '1.0', '1e3', ' 1', '1n', '', '١٢', 5, null, undefined, {}, []])
      expect(Snowflake.safeParse(value).success).toBe(false)
  })

  test('say once what is wrong with them', () => {
    expect(Snowflake.safeParse('x'.repeat(30)).error?.issues.map((issue) => issue.message)).toEqual([
      'is not an id',
    ])
  })
})

test('permissions may also be a number', () => {
  expect(BitSet.parse(8)).toBe('8')
  for (const value of [-1, 1.5, 2 ** 60, Number.NaN]) expect(BitSet.safeParse(value).success).toBe(false)
})

describe('text', () => {
  test('is counted in code points', () => {
    expect(text(3).safeParse('😀😀😀').success).toBe(true)
    expect(text(3).safeParse('aaaa').error?.issues[0]?.message).toBe('may have at most 3 characters')
    expect(text(3, 2).safeParse('😀').error?.issues[0]?.message).toBe('must have 2 to 3 characters')
  })

  test('holds lines and tabs and no other control characters', () => {
    expect(text(9).parse('a\tb\r\nc')).toBe('a\tb\r\nc')
    for (const sign of ['\0', '\u0007', '\u000b', '\u001b', '\u007f'])
      expect(text(9).safeParse(sign).success).toBe(false)
  })

  test('holds no half of a character', () => {
    expect(text(9).safeParse('\ud800').success).toBe(false)
    expect(text(9).safeParse('a\udc00b').success).toBe(false)
  })
})
