import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseContent, saysAll } from './content.ts'
import { indexedAs, isUnspaced, normalized, soughtAs, wordsOf } from './words.ts'

/** Texts of any script, direction and composition. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'Straße',
        'STRASSE',
        'ΟΔΟΣ',
        'οδός',
        'İstanbul',
        'ǅ',
        'ﬁsh',
        'e\u0301',
        'é',
        'שלום',
        'مرحبا',
        '\u202e',
        '東京都',
        'カタカナ',
        'ー',
        'สวัสดี',
        '👩‍👩‍👧',
        '🇩🇪',
        '👍🏽',
        '\u200d',
        '\u00ad',
        ' ',
        '.',
        '"',
        'ᾷ',
        '①',
        '\u0345',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => text.isWellFormed()),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

describe('words of any text', () => {
  test('are the same once they are normalised', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(normalized(normalized(text))).toBe(normalized(text))
        expect(wordsOf(normalized(text))).toEqual(wordsOf(text))
      }),
    )
  })

  test('are the same however a text is composed', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(wordsOf(text.normalize('NFD'))).toEqual(wordsOf(text))
        expect(wordsOf(text.normalize('NFKC'))).toEqual(wordsOf(text))
      }),
    )
  })

  test('find their text, each by itself and all together, by what it is indexed as', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const words = wordsOf(text)
        const indexed = new Set(words.flatMap(indexedAs))
        for (const word of words) {
          expect(saysAll(words, parseContent(word))).toBe(true)
          for (const sought of soughtAs(word)) expect(indexed).toContain(sought)
        }
        expect(saysAll(words, parseContent(words.join(' ')))).toBe(true)
        expect(saysAll(words, parseContent(`"${words.join(' ')}"`))).toBe(true)
      }),
    )
  })
})

describe('words', () => {
  test('fold cases as languages do', () => {
    expect(wordsOf('Straße ΟΔΟΣ')).toEqual(wordsOf('STRASSE οδος'))
    expect(wordsOf('ﬁsh ①')).toEqual(['fish', '1'])
  })

  test('keep letters apart that only look alike', () => {
    expect(wordsOf('раураl')).not.toEqual(wordsOf('paypal'))
  })

  test('of scripts without spaces are found anywhere in a run', () => {
    const words = wordsOf('昨日は東京都にいた')
    for (const part of ['東京', '京都', '都', '昨日は東京都にいた'])
      expect(saysAll(words, parseContent(part))).toBe(true)
    expect(saysAll(words, parseContent('都東'))).toBe(false)
    expect(isUnspaced('สวัสดี')).toBe(true)
  })

  test('include each emoji', () => {
    expect(wordsOf('ok👍🏽🇩🇪')).toEqual(['ok', '👍', '🇩🇪'])
  })

  test('take a time that grows with the text alone', () => {
    const began = performance.now()
    for (const text of [
      'a'.repeat(400_000),
      '\u0301'.repeat(400_000),
      'a '.repeat(200_000),
      '漢'.repeat(100_000),
    ])
      wordsOf(text).flatMap(indexedAs)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
