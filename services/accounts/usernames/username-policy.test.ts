import { describe, expect, test } from 'vitest'
import { numbered, usernameFor } from './bot-username.ts'
import { reservedNames } from './reserved-names.ts'
import { foldUsername, isReservedName, isUsername, skeletonOf } from './username-policy.ts'

describe('usernames', () => {
  test.each([
    [' Ada ', 'ada'],
    ['ＡＤＡ', 'ada'],
    ['İ', 'i̇'],
  ])('folds %j to %j', (text, folded) => expect(foldUsername(text)).toBe(folded))

  test.each(['ab', 'a_b', 'a.b', '_a', 'a_', '12', 'x'.repeat(32)])('%j is well formed', (name) =>
    expect(isUsername(name)).toBe(true),
  )

  test.each(['a', '', 'x'.repeat(33), '.a', 'a.', 'a..b', 'a b', 'a-b', 'ä', 'A', 'a\n', 'аб'])(
    '%j is not well formed',
    (name) => expect(isUsername(name)).toBe(false),
  )

  test.each([
    ['hello', 'he11o'],
    ['hello', 'heIIo'.toLowerCase()],
    ['book5', 'b00ks'],
    ['modern', 'modem'],
    ['vvilliam', 'william'],
    ['a_b', 'a.b'],
    ['a_b', 'ab'],
  ])('%j looks like %j', (one, other) => expect(skeletonOf(one)).toBe(skeletonOf(other)))

  test.each([
    ['ada', 'adam'],
    ['anna2', 'anna3'],
    ['nn', 'm'],
  ])('%j does not look like %j', (one, other) => expect(skeletonOf(one)).not.toBe(skeletonOf(other)))

  test('every reserved name is refused, in disguise too', () => {
    for (const name of reservedNames) expect([name, isReservedName(name)]).toEqual([name, true])
    for (const name of ['adm1n', 'r00t', '_support_', 'every_one']) expect(isReservedName(name)).toBe(true)
    expect(isReservedName('ada')).toBe(false)
  })
})

describe('usernames of bots', () => {
  test.each([
    ['Pong Bot', 'pong_bot'],
    ['Café   Crème!', 'cafe_creme'],
    ['..x..', 'x_bot'],
    ['Admin', 'admin_bot'],
    ['日本', 'some_bot'],
    ['A'.repeat(40), 'a'.repeat(26)],
  ])('%j becomes %j', (name, username) => expect(usernameFor(name)).toBe(username))

  test('are well formed and not reserved, whatever the application is called', () => {
    for (const name of ['x', '!!', 'System', 'a.', 'é', '_', 'a'.repeat(100), 'all', 'he re']) {
      const username = usernameFor(name)
      expect([name, isUsername(username), isReservedName(username)]).toEqual([name, true, false])
      expect(isUsername(numbered(username, () => 7))).toBe(true)
    }
  })
})
