import { describe, expect, test } from 'vitest'
import { createLocalBus } from '@alles/platform/events'
import { silentLog } from '@alles/platform/log'
import { testClock } from '@alles/platform/testing'
import { permissions } from '../contract/index.ts'
import { createSlowMode } from './slow-mode.ts'
import type { TextChannelAccess } from './text-channel.ts'

function access(given: { ref?: string; held?: bigint; seconds?: number } = {}): TextChannelAccess {
  return {
    channel: { id: '10', rateLimitPerUser: given.seconds ?? 5 },
    member: { membershipRef: given.ref ?? '1' },
    held: given.held ?? permissions.SEND_MESSAGES,
  } as TextChannelAccess
}

describe('slow mode', () => {
  test('lets a member write once in its time, and says how long to wait', () => {
    const clock = testClock()
    const slow = createSlowMode(clock, createLocalBus(silentLog))
    slow.enter(access())
    clock.advance(2000)
    expect(() => slow.enter(access())).toThrow(
      expect.objectContaining({
        kind: expect.objectContaining({ code: 'slow_mode' }),
        details: { retryAfter: 3 },
      }),
    )
    slow.enter(access({ ref: '2' }))
    clock.advance(3000)
    slow.enter(access())
  })

  test('does not count what was not written', () => {
    const slow = createSlowMode(testClock(), createLocalBus(silentLog))
    slow.enter(access())()
    slow.enter(access())
  })

  test('does not hold up those who keep order, or channels without it', () => {
    const slow = createSlowMode(testClock(), createLocalBus(silentLog))
    for (const one of [access({ held: permissions.MANAGE_MESSAGES }), access({ seconds: 0 })]) {
      slow.enter(one)
      slow.enter(one)
    }
  })
})
