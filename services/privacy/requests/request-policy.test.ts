import { describe, expect, test } from 'vitest'
import { dueAt, mayWithdraw } from './request-policy.ts'

describe('a request is due', () => {
  test.each([
    ['2026-02-10T08:00:00Z', '2026-03-10T08:00:00.000Z'],
    ['2026-03-10T08:00:00Z', '2026-04-09T08:00:00.000Z'],
    ['2026-04-30T23:59:59Z', '2026-05-30T23:59:59.000Z'],
    ['2026-01-31T12:00:00Z', '2026-02-28T12:00:00.000Z'],
    ['2028-01-30T12:00:00Z', '2028-02-29T12:00:00.000Z'],
    ['2026-12-15T12:00:00Z', '2027-01-14T12:00:00.000Z'],
  ])('received %s: %s, in a month and in 30 days at most', (received, due) => {
    expect(dueAt(Date.parse(received)).toISOString()).toBe(due)
  })
})

test('a request can be withdrawn until it is carried out', () => {
  expect((['waiting', 'ready'] as const).every(mayWithdraw)).toBe(true)
  expect((['running', 'done', 'refused', 'withdrawn'] as const).some(mayWithdraw)).toBe(false)
})
