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
  readonly #taken: ((key: string, tokens: number) => void) | null
  #current = new Map<string, Bucket>()
  #previous = new Map<string, Bucket>()

  /** `taken` hears of each one that is allowed here. */
  constructor(rule: BucketRule, clock: Clock, taken: ((key: string, tokens: number) => void) | null = null) {
    this.#taken = taken
    this.#rule = rule
    this.#clock = clock
    this.#perMs = rule.count / (rule.seconds * 1000)
  }

  /** Takes `tokens` from the bucket of a key, all or none. */
  take(key: string, tokens = 1): Taken {
    const bucket = this.#filled(key)
    const allowed = bucket.tokens >= tokens
    if (allowed) {
      bucket.tokens -= tokens
      this.#taken?.(key, tokens)
    }
    return {
      allowed,
      remaining: Math.max(0, Math.floor(bucket.tokens)),
      resetAfter: (this.#rule.count - bucket.tokens) / this.#perMs / 1000,
      retryAfter: allowed ? 0 : (tokens - bucket.tokens) / this.#perMs / 1000,
    }
  }

  /** Others allowed so many. What is more than the bucket held is owed: nothing is allowed here until it is made up for. */
  owe(key: string, count: number): void {
    this.#filled(key).tokens -= count
  }

  #filled(key: string): Bucket {
    const now = this.#clock.now()
    const bucket = this.#bucket(key, now)
    bucket.tokens = Math.min(this.#rule.count, bucket.tokens + Math.max(0, now - bucket.at) * this.#perMs)
    bucket.at = now
    return bucket
  }

  /** Seconds until a key may take one; 0 where it may now. Takes nothing. */
  wait(key: string): number {
    const bucket = this.#current.get(key) ?? this.#previous.get(key)
    if (!bucket) return 0
    const tokens = bucket.tokens + Math.max(0, this.#clock.now() - bucket.at) * this.#perMs
    return Math.max(0, (1 - tokens) / this.#perMs / 1000)
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
