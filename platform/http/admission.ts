import { edgeRefusals, refuse, Refusal, type CallerKind } from '../contract/index.ts'
import { limitKey } from './client-address.ts'
import type { Edge } from './edge.ts'
import type { EdgeExchange } from './exchange.ts'

const longestAddress = 8192
const freshMs = 5 * 60 * 1000
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** How much the edge takes from one address: bursts of 600, 120 a second in the long run. */
export const generalRule = { count: 600, seconds: 5 }

/** How much one bot may call, whatever it calls. https://docs.discord.com/developers/topics/rate-limits#global-rate-limit */
export const botRule = { count: 50, seconds: 1 }

/**
 * How many calls of one address may come to nothing. A program that goes on in spite of that is broken.
 * https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
 */
export const invalidRule = { count: 10_000, seconds: 600 }

/** What is asked of every request, whatever it wants. */
export function admitRequest(exchange: EdgeExchange): void {
  const { edge, request } = exchange
  const url = request.url ?? ''
  if (url.length > longestAddress) refuse(edgeRefusals.address_too_long)
  // RFC 9112, 3.2
  if (request.headers.host === undefined && request.httpVersion !== '1.0') refuse(edgeRefusals.invalid_input)
  if (url.includes('%00') || !/^[\x21-\x7e]*$/.test(url)) refuse(edgeRefusals.invalid_input)
  admitAddress(edge, limitKey(exchange.address))
}

function admitAddress(edge: Edge, key: string): void {
  const barred = edge.invalid?.wait(key) ?? 0
  if (barred > 0) refuse(edgeRefusals.rate_limited, { retryAfter: barred, global: true })
  const taken = edge.general?.take(key)
  if (taken?.allowed === false) refuse(edgeRefusals.rate_limited, { retryAfter: taken.retryAfter })
}

/**
 * Refuses what another site makes a browser send. Requests with a token of their own are left alone: a browser adds no
 * such header by itself.
 */
export function admitOrigin(exchange: EdgeExchange): void {
  const { edge, request } = exchange
  if (safeMethods.has(request.method ?? '')) return
  const byToken = request.headers.authorization !== undefined
  if (byToken && exchange.cookie(edge.sessionCookie) === undefined) return
  if (edge.origins.isForeign(exchange)) refuse(edgeRefusals.foreign_origin)
}

/** Finds out who calls. Where anyone may call, a credential that is no longer good counts as none. */
export async function identify(exchange: EdgeExchange, needs: CallerKind): Promise<void> {
  try {
    exchange.caller = await exchange.edge.authenticate(exchange)
  } catch (error) {
    if (needs !== 'anyone' || !(error instanceof Refusal)) throw error
  }
}

/** Whether who calls may make calls of this kind at all. */
export function admitCaller(exchange: EdgeExchange, needs: CallerKind): void {
  if (needs === 'anyone') return
  const { caller, edge } = exchange
  if (!caller) return refuse(edgeRefusals.not_signed_in)
  if (needs === 'account') return
  if (caller.actor.bot || !caller.session) return refuse(edgeRefusals.not_allowed)
  if (needs === 'administrator' && !caller.administrator) refuse(edgeRefusals.not_allowed)
  if (needs === 'fresh-person' && !isFresh(edge, caller.session.provedAt))
    refuse(edgeRefusals.fresh_sign_in_required)
}

/** Counts a call of Discord's protocol against what its bot may call in all. */
export function admitBot(exchange: EdgeExchange): void {
  const { caller, edge, protocol } = exchange
  if (!edge.bots || protocol !== 'discord' || caller?.actor.bot !== true) return
  const taken = edge.bots.take(caller.actor.accountId)
  if (taken.allowed) return
  exchange.setHeader('x-ratelimit-global', 'true')
  exchange.setHeader('x-ratelimit-scope', 'global')
  refuse(edgeRefusals.rate_limited, { retryAfter: taken.retryAfter, global: true })
}

function isFresh(edge: Edge, provedAt: number): boolean {
  return edge.clock.now() - provedAt <= freshMs
}
