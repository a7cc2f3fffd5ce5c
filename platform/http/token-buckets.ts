import type { Clock } from '../ids/index.ts'

export interface Taken {
  readonly allowed: boolean
  readonly remaining: number
  /** Seconds until the bucket is full again. */
  readonly resetAfter: number
  /** Seconds until the next one is allowed; 0 where this one was. */
  readonly retryAfter: number
}

export interface BucketRule {
  /** How many at once. */
  readonly count: number
  /** In how many seconds an empty bucket fills. */
  readonly seconds: number
}

interface Bucket {
  tokens: number
  at: number
}

const most = 20_000

/**
 * Token buckets by key, in memory. Bounded: two generations of at most 20,000; a key that is not seen while a whole
 * generation fills is forgotten, and its bucket is full again.
 */
export class TokenBuckets {
  readonly #rule: BucketRule
  readonly #clock: Clock
  readonly #perMs: number
  #current = new Map<string, Bucket>()
  #previous = new Map<string, Bucket>()

  constructor(rule: BucketRule, clock: Clock) {
    this.#rule = rule
    this.#clock = clock
    this.#perMs = rule.count / (rule.seconds * 1000)
  }

  take(key: string): Taken {
    const now = this.#clock.now()
    const bucket = this.#bucket(key, now)
    bucket.tokens = Math.min(this.#rule.count, bucket.tokens + Math.max(0, now - bucket.at) * this.#perMs)
    bucket.at = now
    const allowed = bucket.tokens >= 1
    if (allowed) bucket.tokens -= 1
    return {
      allowed,
      remaining: Math.floor(bucket.tokens),
      resetAfter: (this.#rule.count - bucket.tokens) / this.#perMs / 1000,
      retryAfter: allowed ? 0 : (1 - bucket.tokens) / this.#perMs / 1000,
    }
  }

  #bucket(key: string, now: number): Bucket {
    const known = this.#current.get(key)
    if (known) return known
    const bucket = this.#previous.get(key) ?? { tokens: this.#rule.count, at: now }
    if (this.#current.size >= most) {
      this.#previous = this.#current
      this.#current = new Map()
    }
    this.#current.set(key, bucket)
    return bucket
  }
}
