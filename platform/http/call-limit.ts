import { createHash } from 'node:crypto'
import { edgeRefusals, refuse, type Call, type Limit } from '../contract/index.ts'
import { limitKey } from './client-address.ts'
import type { Edge } from './edge.ts'
import type { EdgeExchange } from './exchange.ts'
import type { Taken } from './token-buckets.ts'

interface Limited extends Pick<Call, 'name' | 'protocol' | 'limit'> {
  /** Below the protocol's prefix, with its parameters as `:name`. */
  readonly path?: string
}

/** Counts one call of somebody, made with these parameters. */
type Count = (exchange: EdgeExchange, params?: Readonly<Record<string, string>>) => void

/** Makes what counts one call's limit; null where it has none, or limits are off. */
export function callLimit(edge: Edge, call: Limited): Count | null {
  const { limit } = call
  if (!limit || !edge.rateLimits) return null
  const buckets = edge.buckets(call.name, limit)
  const name = createHash('sha256').update(call.name).digest('hex').slice(0, 16)
  const majors = call.protocol === 'discord' ? majorParameters(call.path ?? '') : []
  return (exchange, params = {}) => {
    const major = majors.map((parameter) => ` ${params[parameter]}`).join('')
    const taken = buckets.take(keyOf(exchange, limit) + major)
    if (call.protocol === 'discord') tell(exchange, taken, { ...limit, name })
    if (!taken.allowed) refuse(edgeRefusals.rate_limited, { retryAfter: taken.retryAfter })
  }
}

/**
 * What a limit counts apart: the guild, channel or webhook that comes first in an address. Libraries find it there too.
 * https://docs.discord.com/developers/topics/rate-limits#rate-limits
 */
function majorParameters(path: string): string[] {
  const [, kind, first, second] = /^\/(guilds|channels|webhooks)\/:(\w+)(?:\/:(\w+))?/.exec(path) ?? []
  return [first, kind === 'webhooks' ? second : undefined].filter((one) => one !== undefined)
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
