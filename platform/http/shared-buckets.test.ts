import { expect, test, vi } from 'vitest'
import { createLocalBus, gossipMs } from '../events/index.ts'
import { silentLog } from '../log/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { sharedBuckets } from './shared-buckets.ts'

test('several processes allow a full bucket each at most, and owe what was too much', () => {
  vi.useFakeTimers()
  const bus = createLocalBus(silentLog)
  const clock = testClock()
  const rule = { count: 10, seconds: 10 }
  const processes = [1, 2, 3].map(() => sharedBuckets(clock, bus)('sending', rule))
  const ask = (times: number) =>
    processes.flatMap((buckets) => Array.from({ length: times }, () => buckets.take('ada')))
  const allowed = (times: number) => ask(times).filter((taken) => taken.allowed).length
  expect(allowed(20)).toBe(30)
  vi.advanceTimersByTime(gossipMs)
  expect(allowed(1)).toBe(0)
  // 20 are owed: as many seconds until the first one.
  clock.advance(20_000)
  expect(ask(1).map((taken) => [taken.allowed, taken.remaining])).toEqual([
    [false, 0],
    [false, 0],
    [false, 0],
  ])
  clock.advance(5_000)
  expect(processes[0]?.take('ada').allowed).toBe(true)
  vi.advanceTimersByTime(gossipMs)
  expect(processes[1]?.take('ada').remaining).toBe(3)
  expect(processes[1]?.take('ben').remaining).toBe(9)
  vi.useRealTimers()
})
