import { hash } from 'node:crypto'
import { createGossip, type Bus } from '../events/index.ts'
import type { Clock } from '../ids/index.ts'
import { TokenBuckets, type BucketRule } from './token-buckets.ts'

/** Makes the buckets of one limit, by whatever names it. */
export type MakeBuckets = (name: string, rule: BucketRule) => TokenBuckets

/** Buckets of one process, who allows what it allows whatever others do. */
export function ownBuckets(clock: Clock): MakeBuckets {
  return (_, rule) => new TokenBuckets(rule, clock)
}

/**
 * Buckets that several processes empty together. Each takes from its own, at once, and hears within a tenth of a second
 * what the others took. The bound: of `n` processes asked within that time, all allow a full bucket, `n × count` instead
 * of `count`; what was too much is owed then, and made up for before anything more is allowed.
 */
export function sharedBuckets(clock: Clock, bus: Bus): MakeBuckets {
  return (name, rule) => {
    const buckets = new TokenBuckets(rule, clock, (key, tokens) => gossip.tell(key, tokens))
    const gossip = createGossip(bus, `limit:${hash('sha256', name).slice(0, 16)}`, (key, count) =>
      buckets.owe(key, count),
    )
    return buckets
  }
}
