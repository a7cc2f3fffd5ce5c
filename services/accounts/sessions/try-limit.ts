import { LRUCache } from 'lru-cache'
import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Clock } from '@alles/platform/ids'

/** Counts wrong passwords in memory. */
export interface TryLimit {
  /** Counts a try; refuses with `rate_limited` when there were too many. Tries that succeed are given back. */
  take(key: string): void
  giveBack(key: string): void
}

interface Window {
  readonly until: number
  count: number
}

/** At most `count` failed tries per key in a window of `seconds`; `null` counts nothing. */
export function createTryLimit(clock: Clock, limit: { count: number; seconds: number } | null): TryLimit {
  if (!limit) return { take() {}, giveBack() {} }
  const windows = new LRUCache<string, Window>({ max: 100_000 })
  return {
    take(key) {
      const now = clock.now()
      let window = windows.get(key)
      if (!window || window.until <= now) {
        window = { until: now + limit.seconds * 1000, count: 0 }
        windows.set(key, window)
      }
      if (window.count >= limit.count)
        refuse(edgeRefusals.rate_limited, { retryAfter: Math.ceil((window.until - now) / 1000) })
      window.count += 1
    },
    giveBack(key) {
      const window = windows.get(key)
      if (window && window.count > 0) window.count -= 1
    },
  }
}

/** A try that counts against every limit named, unless it succeeds or comes to nothing. */
export async function countTry(
  limits: readonly (readonly [TryLimit, string])[],
  isRight: () => Promise<boolean>,
): Promise<boolean> {
  for (const [limit, key] of limits) limit.take(key)
  let wrong = false
  try {
    wrong = !(await isRight())
    return !wrong
  } finally {
    if (!wrong) for (const [limit, key] of limits) limit.giveBack(key)
  }
}
