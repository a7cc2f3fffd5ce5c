import { describe, expect, test } from 'vitest'
import { createIds, firstIdAt, timeOf } from '@alles/platform/ids'
import { testClock } from '@alles/platform/testing'
import { createMessageIds, idSince } from './message-ids.ts'

function make() {
  const clock = testClock()
  return {
    clock,
    ids: createMessageIds(
      createIds(clock, 1, () => 0),
      clock,
    ),
  }
}

describe('ids of messages', () => {
  test('tell when a message was written', () => {
    const { clock, ids } = make()
    expect(timeOf(ids.next('a'))).toBe(clock.now())
  })

  test('run ahead in a channel where another clock does, and only there', () => {
    const { clock, ids } = make()
    const newest = firstIdAt(clock.now() + 5000).toString()
    ids.late('a', newest)
    const next = ids.next('a')
    expect(BigInt(next)).toBeGreaterThan(BigInt(newest))
    expect(timeOf(next)).toBe(clock.now() + 5001)
    expect(timeOf(ids.next('b'))).toBe(clock.now())
    clock.advance(1000)
    expect(timeOf(ids.next('a'))).toBe(clock.now() + 5001)
  })

  test('rise with every time they came late', () => {
    const { clock, ids } = make()
    let last = 0n
    for (const lead of [5, 3, 3, 9]) {
      ids.late('a', firstIdAt(clock.now() + lead).toString())
      const next = BigInt(ids.next('a'))
      expect(next).toBeGreaterThan(last)
      last = next
    }
  })

  test('run ahead no further than they must, however many came late and however often', () => {
    const { clock, ids } = make()
    let newest = firstIdAt(clock.now() + 5).toString()
    for (let round = 0; round < 50; round += 1) {
      for (let count = 0; count < 20; count += 1) ids.late('a', newest)
      expect(BigInt(ids.next('a'))).toBeGreaterThan(BigInt(newest))
      clock.advance(10)
      // Another process, running ahead as far, was faster by a moment.
      newest = firstIdAt(clock.now() + 5).toString()
    }
    expect(timeOf(ids.next('a'))).toBe(clock.now() + 6)
  })

  test('of a moment are above those before it', () => {
    const { clock, ids } = make()
    const before = ids.next('a')
    clock.advance(1000)
    expect(BigInt(before)).toBeLessThan(BigInt(idSince(clock, 999)))
    expect(BigInt(before)).toBeGreaterThanOrEqual(BigInt(idSince(clock, 1000)))
  })
})
