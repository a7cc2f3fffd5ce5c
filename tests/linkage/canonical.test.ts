import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import type { Face } from './faces.ts'

const face = (...names: string[]) => ({ names }) as unknown as Face
const one = face('111111111111111111', 'n1aaa')
const other = face('222222222222222222', 'n1bbb')

test('what is an account’s own, and what is random, is named by where it stands', () => {
  const seen = (a: Face, b: Face, session: string) => ({
    a: { id: a.names[0], name: a.names[1], session, at: '2026-01-01T10:00:00.123Z', seconds: 1_790_000_000 },
    b: { id: b.names[0], name: b.names[1], session: `${session}x`, at: null, seconds: 7 },
  })
  const text = canonical(seen(one, other, 'k3jh4kjh5'), one, other)
  expect(text).toBe(canonical(seen(other, one, 'z8zz8zz8z'), other, one))
  expect(text).toContain('<a0>')
  expect(text).not.toContain('222222')
})

test('a value that stands in both halves is told from two values', () => {
  const text = (a: string, b: string) => canonical({ a, b }, one, other)
  expect(text('333333333333333333', '333333333333333333')).not.toBe(
    text('333333333333333333', '444444444444444444'),
  )
  expect(text('q1w2e3r4t5', 'q1w2e3r4t5')).not.toBe(text('q1w2e3r4t5', 'y6u7i8o9p0'))
})

test('a random word is one even where chance gave it no digit', () => {
  const text = (sub: string) => canonical({ sub }, one, other)
  expect(text('dPbzdzFwENxUNKdNxFXUBLKSUAqwe')).toBe(text('d4bzdzFwENxUNKdNxFXUBLKSUAqwe'))
})

test('the other one’s name in one’s own half is seen', () => {
  expect(canonical({ a: 'n1aaa', b: '' }, one, other)).not.toBe(canonical({ a: 'n1bbb', b: '' }, one, other))
})

test('words and numbers stay as they are', () => {
  expect(JSON.parse(canonical({ status: 404, message: 'There is no such account.' }, one, other))).toEqual({
    status: 404,
    message: 'There is no such account.',
  })
})
