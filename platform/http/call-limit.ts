import { createHash } from 'node:crypto'
import { edgeRefusals, refuse, type Call, type Limit } from '../contract/index.ts'
import { limitKey } from './client-address.ts'
import type { Edge } from './edge.ts'
import type { EdgeExchange } from './exchange.ts'
import { TokenBuckets, type Taken } from './token-buckets.ts'

/** Makes what counts one call's limit; null where it has none, or limits are off. */
export function callLimit(
  edge: Edge,
  call: Pick<Call, 'name' | 'protocol' | 'limit'>,
): ((exchange: EdgeExchange) => void) | null {
  const { limit } = call
  if (!limit || !edge.rateLimits) return null
  const buckets = new TokenBuckets(limit, edge.clock)
  const name = createHash('sha256').update(call.name).digest('hex').slice(0, 16)
  return (exchange) => {
    const taken = buckets.take(keyOf(exchange, limit))
    if (call.protocol === 'discord') tell(exchange, taken, { ...limit, name })
    if (!taken.allowed) refuse(edgeRefusals.rate_limited, { retryAfter: taken.retryAfter })
  }
}

function keyOf(exchange: EdgeExchange, limit: Limit): string {
  const account = limit.by === 'account' ? exchange.caller?.actor.accountId : undefined
  return account ?? limitKey(exchange.address)
}

/** https://discord.com/developers/docs/topics/rate-limits#header-format */
function tell(exchange: EdgeExchange, taken: Taken, limit: Limit & { name: string }): void {
  exchange.setHeader('x-ratelimit-limit', String(limit.count))
  exchange.setHeader('x-ratelimit-remaining', String(taken.remaining))
  exchange.setHeader('x-ratelimit-reset', (exchange.edge.clock.now() / 1000 + taken.resetAfter).toFixed(3))
  exchange.setHeader('x-ratelimit-reset-after', taken.resetAfter.toFixed(3))
  exchange.setHeader('x-ratelimit-bucket', limit.name)
  if (!taken.allowed) exchange.setHeader('x-ratelimit-scope', 'user')
}
