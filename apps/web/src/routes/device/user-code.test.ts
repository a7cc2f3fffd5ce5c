import { describe, expect, test } from 'vitest'
import { codeInAddress, formatUserCode, isWholeCode } from './user-code.ts'

describe('a code as it is typed', () => {
  test.each([
    ['', ''],
    ['w', 'W'],
    ['wdjb', 'WDJB'],
    ['wdjbm', 'WDJB-M'],
    ['WDJB-', 'WDJB'],
    ['wdjb mjht', 'WDJB-MJHT'],
    ['  wd–jb.mj/ht  ', 'WDJB-MJHT'],
    ['WDJB-MJHT-AND-MORE', 'WDJB-MJHT'],
    ['<b>wdjb</b>', 'BWDJ-BB'],
    ['ßöä', 'SS'],
  ])('%j becomes %j', (typed, shown) => expect(formatUserCode(typed)).toBe(shown))

  test('is whole with eight letters or digits', () => {
    expect(isWholeCode('WDJB-MJHT')).toBe(true)
    expect(isWholeCode('WDJB-MJH')).toBe(false)
    expect(isWholeCode('')).toBe(false)
  })
})

describe('a code in an address', () => {
  test.each([
    ['WDJB-MJHT', undefined, 'WDJB-MJHT'],
    ['code=wdjbmjht', undefined, 'WDJB-MJHT'],
    ['user_code=wdjbmjht', 'OTHR-CODE', 'WDJB-MJHT'],
    ['', 'wdjb-mjht', 'WDJB-MJHT'],
    ['', 12_345_678, '1234-5678'],
    ['', undefined, ''],
    ['', { a: 1 }, ''],
  ])('is found: #%s and user_code=%j', (hash, query, code) => expect(codeInAddress(hash, query)).toBe(code))
})
