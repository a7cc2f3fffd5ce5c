import { describe, expect, test } from 'vitest'
import { linksOf } from './links-of.ts'

describe('links of a text', () => {
  test.each([
    ['see https://example.org/a?b=c#d.', ['https://example.org/a?b=c#d']],
    ['(https://example.org/a)', ['https://example.org/a']],
    ['https://example.org/a_(b)', ['https://example.org/a_(b)']],
    ['[here](https://example.org/x)', ['https://example.org/x']],
    ['<https://example.org/hidden>', []],
    ['`https://example.org/code` ```\nhttps://example.org/more```', []],
    ['ftp://example.org javascript:alert(1) http:// example', []],
    ['https://a.example https://a.example', ['https://a.example']],
  ])('%s', (text, links) => {
    expect(linksOf(text)).toEqual(links)
  })

  test('are at most five', () => {
    const text = Array.from({ length: 9 }, (_, at) => `https://example.org/${at}`).join(' ')
    expect(linksOf(text)).toHaveLength(5)
  })
})
