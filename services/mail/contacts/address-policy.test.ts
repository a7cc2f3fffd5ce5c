import { assert, emailAddress, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from './address-policy.ts'

describe('an address', () => {
  test.each([
    ['ada@example.org', 'ada@example.org', 'ada@example.org'],
    [
      '  Ada.Lovelace+tag@Mail.Example.ORG ',
      'Ada.Lovelace+tag@mail.example.org',
      'ada.lovelace+tag@mail.example.org',
    ],
    ['ada@Bücher.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ÄDA@example.org', 'ÄDA@example.org', 'äda@example.org'],
    [
      "o'neil!#$%&*/=?^_`{|}~-@example.org",
      "o'neil!#$%&*/=?^_`{|}~-@example.org",
      "o'neil!#$%&*/=?^_`{|}~-@example.org",
    ],
    ['a@1.example', 'a@1.example', 'a@1.example'],
  ])('%s is understood', (given, deliverable, folded) => {
    expect(parseAddress(given, false)).toEqual({ shown: given.trim(), deliverable, folded })
  })

  test('is the same however its letters are composed', () => {
    const composed = parseAddress('zo\u00eb@example.org', false)
    expect(parseAddress('zoe\u0308@example.org', false)).toEqual(composed)
    expect(composed?.folded).toBe('zo\u00eb@example.org')
  })

  test('without a dot in its domain is one on this machine alone', () => {
    expect(parseAddress('ada@localhost', true)?.deliverable).toBe('ada@localhost')
    expect(parseAddress('ada@localhost', false)).toBeNull()
    expect(parseAddress('ada@intranet', true)).toBeNull()
  })

  test.each([
    '',
    '@',
    'ada',
    'ada@',
    '@example.org',
    'a@b@example.org',
    'a b@example.org',
    'ada@exa mple.org',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada\n@example.org',
    'ada\u0000@example.org',
    'ada\u202e@example.org',
    '"ada"@example.org',
    'ada@[192.0.2.1]',
    'ada@192.0.2.1',
    'ada@0x7f.1',
    'ada@example..org',
    'ada@-example.org',
    'ada@example.org.',
    'ada@example.1',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    'ada,eve@example.org',
    'Ada <ada@example.org>',
    'ada@example.org>',
    'ada\ud800@example.org',
    `${'a'.repeat(65)}@example.org`,
    `${'ä'.repeat(33)}@example.org`,
    `a@${'a'.repeat(64)}.org`,
    `a@${'abcdefgh.'.repeat(29)}org`,
  ])('%j is none', (given) => {
    expect(parseAddress(given, false)).toBeNull()
  })

  test('of those that are in use is always understood, and stays itself when it is understood again', () => {
    assert(
      property(emailAddress(), (given) => {
        const parsed = parseAddress(given, false)
        expect(parsed?.shown).toBe(given)
        expect(parseAddress(parsed?.folded ?? '', false)?.folded).toBe(parsed?.folded)
      }),
    )
  })

  test('never holds what would end a line or a path', () => {
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'binary' }), (local, domain) => {
        const parsed = parseAddress(`${local}@${domain}.org`, false)
        if (parsed) expect(parsed.deliverable).not.toMatch(/[\s<>\p{Cc}]/u)
      }),
      { numRuns: 2000 },
    )
  })
})
