import { LRUCache } from 'lru-cache'
import { refuse } from '@alles/platform/contract'
import { createGossip, type Bus } from '@alles/platform/events'
import type { Clock } from '@alles/platform/ids'
import { messageRefusals } from '../contract/index.ts'
import type { TextChannelAccess } from './text-channel.ts'
import { waitsForSlowMode } from './message-policy.ts'

/**
 * When members last wrote in slow channels. In memory: a restart forgives. Processes tell each other within a tenth of a
 * second; whoever asks several within that time writes once at each.
 */
export interface SlowMode {
  /** Counts a message, or refuses it. What it gives takes the count back, for a message that was not written. */
  enter(access: TextChannelAccess): () => void
}

export function createSlowMode(clock: Clock, bus: Bus): SlowMode {
  const last = new LRUCache<string, number>({ max: 50_000 })
  const gossip = createGossip(bus, 'slow-mode', (key, by) => {
    if (by > 0) last.set(key, clock.now())
  })
  return {
    enter(access) {
      if (!waitsForSlowMode(access)) return () => undefined
      const key = `${access.channel.id}:${access.member.membershipRef}`
      const now = clock.now()
      const before = last.get(key)
      const wait = before === undefined ? 0 : before + access.channel.rateLimitPerUser * 1000 - now
      if (wait > 0) refuse(messageRefusals.slow_mode, { retryAfter: wait / 1000 })
      last.set(key, now)
      gossip.tell(key)
      return () => {
        gossip.tell(key, -1)
        if (before === undefined) last.delete(key)
        else last.set(key, before)
      }
    },
  }
}
