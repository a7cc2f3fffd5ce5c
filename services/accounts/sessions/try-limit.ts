import { LRUCache } from 'lru-cache'
import { edgeRefusals, refuse } from '@alles/platform/contract'
import { createGossip, type Bus } from '@alles/platform/events'
import type { Clock } from '@alles/platform/ids'

/** Counts failed tries in memory, by whatever names who or what is tried. */
export interface TryLimit {
  /** Seconds until there may be a try again; 0 while there were not too many. */
  wait(key: string): number
  /** Counts a try as failed from its beginning, so that many at once count too. */
  take(key: string): void
  /** It succeeded, or came to nothing. */
  giveBack(key: string): void
}

interface Window {
  readonly until: number
  count: number
}

interface TryRule {
  readonly count: number
  readonly seconds: number
}

/** Where other processes count the same tries: under `name`. */
export interface SharedTries {
  readonly bus: Bus
  readonly name: string
}

/**
 * Too many are `count` failed tries per key in a window of `seconds`; `null` counts nothing. Processes tell each other
 * within a tenth of a second: `n` of them asked within that time allow `n × count` tries, and nothing after.
 */
export function createTryLimit(
  clock: Clock,
  limit: TryRule | null,
  shared: SharedTries | null = null,
): TryLimit {
  if (!limit) return { wait: () => 0, take() {}, giveBack() {} }
  const windows = new LRUCache<string, Window>({ max: 100_000 })
  const current = (key: string) => {
    const window = windows.get(key)
    return window && window.until > clock.now() ? window : undefined
  }
  const count = (key: string, by: number) => {
    const window = current(key) ?? { until: clock.now() + limit.seconds * 1000, count: 0 }
    window.count = Math.max(0, window.count + by)
    windows.set(key, window)
  }
  const gossip = shared && createGossip(shared.bus, `tries:${shared.name}`, count)
  return {
    wait(key) {
      const window = current(key)
      return window && window.count >= limit.count ? Math.ceil((window.until - clock.now()) / 1000) : 0
    },
    take(key) {
      count(key, 1)
      gossip?.tell(key)
    },
    giveBack(key) {
      if (!current(key)) return
      count(key, -1)
      gossip?.tell(key, -1)
    },
  }
}

export type Counted = readonly [limit: TryLimit, key: string]

export function isTooMany([limit, key]: Counted): boolean {
  return limit.wait(key) > 0
}

/** Refuses with `rate_limited` where there were too many. */
export function refuseTooMany([limit, key]: Counted): void {
  const retryAfter = limit.wait(key)
  if (retryAfter > 0) refuse(edgeRefusals.rate_limited, { retryAfter })
}

/** A try that counts everywhere named, unless it succeeds or comes to nothing. */
export async function countTry(
  counted: readonly Counted[],
  isRight: () => Promise<boolean>,
): Promise<boolean> {
  for (const [limit, key] of counted) limit.take(key)
  let wrong = false
  try {
    wrong = !(await isRight())
    return !wrong
  } finally {
    if (!wrong) for (const [limit, key] of counted) limit.giveBack(key)
  }
}
