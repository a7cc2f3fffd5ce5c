import { describe, expect, test } from 'vitest'
import { parseMarkdown, plainText, type Node } from './parse-markdown.ts'

const text = (words: string): Node => ({ kind: 'text', text: words })

describe('emphasis', () => {
  test.each<[string, Node[]]>([
    ['**bold**', [{ kind: 'bold', children: [text('bold')] }]],
    [
      '*italic* and _too_',
      [
        { kind: 'italic', children: [text('italic')] },
        text(' and '),
        { kind: 'italic', children: [text('too')] },
      ],
    ],
    ['__under__', [{ kind: 'underline', children: [text('under')] }]],
    ['~~gone~~', [{ kind: 'strike', children: [text('gone')] }]],
    ['||secret||', [{ kind: 'spoiler', children: [text('secret')] }]],
    [
      '**a *b* c**',
      [{ kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }, text(' c')] }],
    ],
  ])('reads %s', (source, tree) => {
    expect(parseMarkdown(source)).toEqual(tree)
  })

  test.each(['2 * 3 * 4', 'snake_case_name', '** not', '**', '____', '~~', '||||', '\\*\\*plain\\*\\*'])(
    'leaves %s as words',
    (source) => {
      expect(parseMarkdown(source).every((node) => node.kind === 'text')).toBe(true)
    },
  )

  test('a backslash takes the meaning away', () => {
    expect(parseMarkdown('\\*not\\* `it`')).toEqual([text('*not* '), { kind: 'code', text: 'it' }])
  })
})

describe('code', () => {
  test('nothing inside code means anything', () => {
    expect(parseMarkdown('`**a** <@1>`')).toEqual([{ kind: 'code', text: '**a** <@1>' }])
  })

  test('a block has a language and keeps its lines', () => {
    expect(parseMarkdown('```ts\nlet a\nlet b\n```')).toEqual([
      { kind: 'block', language: 'ts', text: 'let a\nlet b' },
    ])
    expect(parseMarkdown('```plain```')).toEqual([{ kind: 'block', language: '', text: 'plain' }])
  })

  test('a quote inside a block is code', () => {
    expect(parseMarkdown('```\n> a\n```')).toEqual([{ kind: 'block', language: '', text: '> a' }])
  })
})

describe('links', () => {
  const hrefs = (source: string) =>
    parseMarkdown(source).flatMap((node) => (node.kind === 'link' ? [node.href] : []))

  test('what ends a sentence does not belong to an address', () => {
    expect(hrefs('See https://example.org/a, or (https://example.org/b).')).toEqual([
      'https://example.org/a',
      'https://example.org/b',
    ])
    expect(hrefs('https://example.org/drip_(irrigation)')).toEqual(['https://example.org/drip_(irrigation)'])
  })

  test.each([
    'javascript:alert(1)',
    '<javascript:alert(1)>',
    '[x](javascript:alert(1))',
    'data:text/html,<b>',
    'vbscript:x',
    'JAVASCRIPT:alert(1)',
    'http://',
    'https://',
  ])('%s is not a link', (source) => {
    expect(hrefs(source)).toEqual([])
  })

  test('only addresses of the web are links', () => {
    for (const href of hrefs('http://a.example https://b.example <https://c.example/x>'))
      expect(href).toMatch(/^https?:\/\//)
  })
})

test('reads mentions, of everybody as well', () => {
  expect(parseMarkdown('<@1101> <@!2> <@&3> <#4> @everyone @here')).toMatchObject([
    { of: 'account', id: '1101' },
    text(' '),
    { of: 'account', id: '2' },
    text(' '),
    { of: 'role', id: '3' },
    text(' '),
    { of: 'channel', id: '4' },
    text(' '),
    { kind: 'everyone', text: '@everyone' },
    text(' '),
    { kind: 'everyone', text: '@here' },
  ])
  expect(parseMarkdown('<@me> @everyonelse')).toEqual([text('<@me> @everyonelse')])
})

test('lines that begin with > are one quote', () => {
  expect(parseMarkdown('a\n> b\n> c\nd')).toEqual([
    text('a'),
    { kind: 'quote', children: [text('b'), { kind: 'break' }, text('c')] },
    text('d'),
  ])
})

describe('safety', () => {
  const kinds = new Set([
    'text',
    'break',
    'bold',
    'italic',
    'underline',
    'strike',
    'spoiler',
    'quote',
    'code',
    'block',
    'link',
    'mention',
    'everyone',
  ])
  const nasty = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '**<b onclick=x>**',
    '`<svg/onload=x>`',
    '<https://a.example"onclick=x>',
    '<@1" onclick="x>',
  ]

  test.each(nasty)('%s stays words, and nothing but known nodes comes out', (source) => {
    const walk = (nodes: readonly Node[]): void => {
      for (const node of nodes) {
        expect(kinds).toContain(node.kind)
        if ('children' in node) walk(node.children)
        if (node.kind === 'link') expect(new URL(node.href).protocol).toMatch(/^https?:$/)
      }
    }
    walk(parseMarkdown(source))
  })

  test('no text of 2,000 characters takes long', () => {
    for (const piece of [
      '**',
      '*',
      '_',
      '__',
      '~~',
      '||',
      '`',
      '```',
      '> ',
      '<@',
      'https://(',
      '\\',
      '*_~|`',
      '**a',
    ]) {
      const began = performance.now()
      parseMarkdown(piece.repeat(Math.floor(2000 / piece.length)))
      expect(performance.now() - began, piece).toBeLessThan(250)
    }
  })

  test('no word is lost: the leaves hold every letter that was written', () => {
    for (const source of ['**a** b _c_ `d` ~~e~~', 'x\n> y\nz', '```\na\n```b', '__a *b* c__']) {
      const letters = plainText(parseMarkdown(source), () => '').replace(/\s/g, '')
      expect(letters).toBe(source.replace(/[*_~`>|\s]/g, ''))
    }
  })
})

test('a preview hides what a spoiler hides', () => {
  expect(plainText(parseMarkdown('a ||b|| **c**\nd'), () => '')).toBe('a ▒▒▒ c d')
})
