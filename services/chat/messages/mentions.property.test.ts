import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Content } from '../contract/index.ts'
import { namedAccounts, resolveMentions, storeMentions, type MentionScope } from './mentions.ts'

const accounts = ['100', '200', '9223372036854775807']
const refs = new Map(accounts.map((id, at) => [id, `90${at}`]))
const scope: MentionScope = {
  refOf: (accountId) => refs.get(accountId) ?? null,
  mayMentionRole: (roleId) => roleId === '55',
  mayMentionEveryone: true,
  allowed: null,
  repliedTo: null,
}
/** Texts out of what means something here, and of any Unicode, look-alikes, marks of direction and nothing at all. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(...accounts.flatMap((id) => [`<@${id}>`, `<@!${id}>`]), '<@300>', '<@900>', '<@901>'),
      fc.constantFrom(
        '<@&55>',
        '<@&66>',
        '@everyone',
        '@here',
        '`',
        '```',
        '\n',
        '<',
        '>',
        '@',
        '<@',
        '<@&',
        '!',
      ),
      fc.constantFrom('\u202e', '\u200b', '\u2066', '＠everyone', 'а', '<:name:1>', '<t:1:R>'),
      fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))
const accountOf = (ref: string) => [...refs].find(([, one]) => one === ref)?.[0]

describe('mentions of any text', () => {
  test('store no account that is a member, and come back as they were written', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { content, mentions } = storeMentions(text, scope)
        for (const id of accounts) expect(content).not.toMatch(new RegExp(`<@!?${id}>`))
        const back = resolveMentions(content, mentions, accountOf)
        // Whoever writes a reference by hand writes a number; only what was named is turned back.
        const clash = [...refs.values()].some((ref) => text.includes(`<@${ref}>`))
        if (!clash) expect(back).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  test('notify only members that the text names, each once, and never from inside code', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { mentions, everyone } = storeMentions(text, scope)
        const users = mentions?.users ?? []
        expect(new Set(users).size).toBe(users.length)
        const named = new Set(namedAccounts(text).map((id) => refs.get(id)))
        for (const ref of users) expect(named.has(ref)).toBe(true)
        const inCode = storeMentions(`\`${text.replaceAll(/[`\n]/g, '')}x\``, scope)
        expect(inCode.mentions?.users ?? []).toEqual([])
        expect(inCode.everyone).toBe(false)
        if (everyone) expect(text).toMatch(/@(everyone|here)/)
      }),
      { numRuns: 2000 },
    )
  })

  test('notify nobody where nobody is allowed', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { mentions, everyone } = storeMentions(text, { ...scope, allowed: { parse: [] } })
        expect([mentions?.users ?? [], mentions?.roles ?? [], everyone]).toEqual([[], [], false])
      }),
    )
  })
})

describe('long texts', () => {
  const slow = (text: string) => {
    const began = performance.now()
    namedAccounts(text)
    storeMentions(text, scope)
    return performance.now() - began
  }

  test.each([
    ['mentions', '<@100>'],
    ['openings', '<@'],
    ['backticks', '`'],
    ['code that never ends', '```a'],
    ['lines of code', '`a\n'],
    ['calls for everyone', '@everyone'],
  ])('of %s cost no more than their length', (_, part) => {
    slow(part.repeat(1000))
    const [short, long] = [10_000, 40_000].map((count) =>
      Math.min(...Array.from({ length: 3 }, () => slow(part.repeat(count)))),
    )
    // Four times the length, with room for a machine that does something else too; a square would be sixteen.
    expect(long).toBeLessThan(10 * (short ?? 0) + 5)
  })

  test('have at most 2,000 code points, which are not counted beyond need', () => {
    expect(Content.safeParse('🌱'.repeat(2000)).success).toBe(true)
    expect(Content.safeParse('🌱'.repeat(2001)).success).toBe(false)
    expect(Content.safeParse('x'.repeat(10_000_000)).success).toBe(false)
    expect(Content.safeParse('\ud800').success).toBe(false)
  })

  test('name accounts only by what can be an id', () => {
    expect(namedAccounts('<@9223372036854775807> <@9223372036854775808> <@99999999999999999999>')).toEqual([
      '9223372036854775807',
    ])
  })
})
