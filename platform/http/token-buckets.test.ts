import { array, assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { testClock } from '../testing/test-clock.ts'
import { TokenBuckets } from './token-buckets.ts'

test('never allows more than the rule in any stretch of time', () => {
  const steps = array(integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 200 })
  assert(
    property(steps, integer({ min: 1, max: 20 }), (waits, count) => {
      const clock = testClock(0)
      const buckets = new TokenBuckets({ count, seconds: 10 }, clock)
      const allowedAt: number[] = []
      for (const wait of waits) {
        clock.advance(wait)
        if (buckets.take('a').allowed) allowedAt.push(clock.now())
      }
      for (const [first, from] of allowedAt.entries())
        for (const [last, until] of allowedAt.entries())
          if (last >= first)
            expect(last - first + 1).toBeLessThanOrEqual(count + ((until - from) * count) / 10_000 + 1e-6)
    }),
  )
})

test('allows again exactly when it said', () => {
  const clock = testClock(0)
  const buckets = new TokenBuckets({ count: 3, seconds: 60 }, clock)
  for (let i = 0; i < 3; i += 1) expect(buckets.take('a')).toMatchObject({ allowed: true, remaining: 2 - i })
  const { allowed, retryAfter, resetAfter } = buckets.take('a')
  expect([allowed, retryAfter, resetAfter]).toEqual([false, 20, 60])
  clock.advance(20_000)
  expect(buckets.take('a').allowed).toBe(true)
})

test('is not moved by a clock that steps back', () => {
  const clock = testClock(1_000_000)
  const buckets = new TokenBuckets({ count: 1, seconds: 10 }, clock)
  expect(buckets.take('a').allowed).toBe(true)
  clock.set(0)
  expect(buckets.take('a').allowed).toBe(false)
  clock.advance(10_000)
  expect(buckets.take('a').allowed).toBe(true)
})

test('remembers whoever keeps coming while many others pass by', () => {
  const buckets = new TokenBuckets({ count: 1, seconds: 1000 }, testClock(0))
  expect(buckets.take('a').allowed).toBe(true)
  for (let i = 0; i < 70_000; i += 1) {
    buckets.take(`other ${i}`)
    if (i % 10_000 === 0) expect(buckets.take('a').allowed).toBe(false)
  }
})
