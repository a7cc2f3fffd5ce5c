import { array, assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testClock } from '../testing/test-clock.ts'
import { createIds, epoch, firstIdAt, randomBelow, timeOf } from './index.ts'

const day = 24 * 60 * 60 * 1000

describe('ids', () => {
  test('only rise, however the clock jumps and however many are made at once', () => {
    const steps = array(integer({ min: -5 * day, max: 5 * day }), { minLength: 1, maxLength: 50 })
    assert(
      property(steps, integer({ min: 0, max: 1023 }), (jumps, worker) => {
        const clock = testClock()
        const ids = createIds(clock, worker, randomBelow)
        let last = 0n
        for (const jump of jumps) {
          clock.advance(jump)
          for (let i = 0; i < 3; i += 1) {
            const id = BigInt(ids.next())
            expect(id > last).toBe(true)
            expect((id >> 12n) & 1023n).toBe(BigInt(worker))
            last = id
          }
        }
      }),
    )
  })

  test('go on into the next millisecond when one is full', () => {
    const clock = testClock()
    const ids = createIds(clock, 0, randomBelow)
    const made = Array.from({ length: 10_000 }, () => BigInt(ids.next()))
    for (const [index, id] of made.entries()) if (index > 0) expect(id > (made[index - 1] ?? 0n)).toBe(true)
    expect(timeOf(String(made[4095]))).toBe(clock.now())
    expect(timeOf(String(made[4096]))).toBe(clock.now() + 1)
  })

  test('tell when they were made, and divide before from after', () => {
    assert(
      property(integer({ min: epoch, max: epoch + 100 * 365 * day }), (moment) => {
        const id = createIds(testClock(moment), 7, randomBelow).next()
        expect(timeOf(id)).toBe(moment)
        expect(firstIdAt(moment) <= BigInt(id)).toBe(true)
        expect(BigInt(id) < firstIdAt(moment + 1)).toBe(true)
      }),
    )
    expect(firstIdAt(0)).toBe(0n)
    expect(timeOf('175928847299117063')).toBe(Date.UTC(2016, 3, 30, 11, 18, 25, 796))
  })

  test('of two processes differ', () => {
    const clock = testClock()
    const [one, other] = [createIds(clock, 1, randomBelow), createIds(clock, 2, randomBelow)]
    expect(new Set([one.next(), other.next(), one.next(), other.next()]).size).toBe(4)
  })

  test('want a number for their process', () => {
    for (const worker of [-1, 1024, 1.5, Number.NaN])
      expect(() => createIds(testClock(), worker, randomBelow)).toThrow('worker number')
  })
})

describe('blurred ids', () => {
  test('lie anywhere in the 30 days before and have no neighbours', () => {
    const clock = testClock()
    const ids = createIds(clock, 1, randomBelow)
    const made = Array.from({ length: 3000 }, () => ids.blurred())
    expect(new Set(made).size).toBe(made.length)
    const ages = made.map((id) => (clock.now() - timeOf(id)) / day)
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...ages)).toBeLessThanOrEqual(30)
    for (let third = 0; third < 3; third += 1) {
      const share = ages.filter((age) => age >= third * 10 && age < third * 10 + 10).length / made.length
      expect(share).toBeGreaterThan(0.27)
      expect(share).toBeLessThan(0.4)
    }
    const low = new Set(made.map((id) => BigInt(id) & 0x3f_ffffn))
    expect(low.size).toBeGreaterThan(2900)
  })

  test('are ids of the usual size', () => {
    const ids = createIds(testClock(), 1, (below) => below - 1)
    expect(ids.blurred()).toMatch(/^\d{17,19}$/)
  })
})
