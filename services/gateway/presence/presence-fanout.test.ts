import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PresenceFanout } from './presence-fanout.ts'

let busy = false
let delivered: string[] = []
let fanout: PresenceFanout

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  busy = false
  delivered = []
  fanout = new PresenceFanout({
    deliver: (guildId, accountId) => delivered.push(`${guildId} ${accountId}`),
    isBusy: () => busy,
  })
})
afterEach(() => {
  fanout.stop()
  vi.useRealTimers()
})

describe('presences', () => {
  test('are gathered: an account that changes often is told of once', () => {
    for (let turn = 0; turn < 100; turn += 1) fanout.changed('1', '7')
    fanout.changed('2', '7')
    expect(delivered).toEqual([])
    vi.advanceTimersByTime(250)
    expect(delivered).toEqual(['1 7', '2 7'])
    vi.advanceTimersByTime(10_000)
    expect(delivered).toHaveLength(2)
  })

  test('wait while messages do, longer each time, and never for good', () => {
    busy = true
    fanout.changed('1', '7')
    vi.advanceTimersByTime(250)
    expect(fanout.waitMs).toBe(500)
    vi.advanceTimersByTime(60_000)
    expect(fanout.waitMs).toBe(5000)
    expect(delivered).toEqual([])
    busy = false
    vi.advanceTimersByTime(5000)
    expect(delivered).toEqual(['1 7'])
    expect(fanout.waitMs).toBe(250)
  })

  test('are told a few milliseconds’ worth at a time', () => {
    const slow = new PresenceFanout({
      deliver: () => {
        const until = performance.now() + 2
        vi.setSystemTime(Date.now() + 2)
        vi.advanceTimersByTime(until - performance.now())
        delivered.push('x')
      },
      isBusy: () => false,
    })
    for (let account = 0; account < 10; account += 1) slow.changed('1', String(account))
    vi.advanceTimersByTime(250)
    expect(delivered.length).toBeLessThan(5)
    vi.advanceTimersByTime(1000)
    expect(delivered).toHaveLength(10)
  })
})
