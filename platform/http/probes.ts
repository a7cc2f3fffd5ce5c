import { timingSafeEqual } from 'node:crypto'
import { edgeRefusals, refuse, Refusal, type Secret } from '../contract/index.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Answer } from './answer.ts'
import { isLoopback, wasForwarded } from './client-address.ts'
import type { EdgeExchange } from './exchange.ts'
import { inTime } from './in-time.ts'

/** Null when the process can serve, otherwise what it waits for, in a fixed phrase. */
export type Readiness = () => Promise<string | null>

/** The process lives. */
export function health(): Answer {
  return { status: 200, mediaType: 'application/json', body: '{"alive":true}' }
}

const readyWithinMs = 2000

/** The process can serve. */
export async function readiness(check: Readiness): Promise<Answer> {
  const waitingFor = await check()
  const body = JSON.stringify({
    ready: waitingFor === null,
    ...(waitingFor !== null && { reason: waitingFor }),
  })
  return { status: waitingFor === null ? 200 : 503, mediaType: 'application/json', body }
}

async function answerInTime(check: Readiness): Promise<string | null> {
  try {
    return await inTime(check(), readyWithinMs)
  } catch (error) {
    if (error instanceof Refusal) return 'no answer in time'
    throw error
  }
}

/**
 * One check for all who ask while it is under way: asking is free for anybody, and a check asks the database. One that
 * is given up holds up nobody who asks later.
 */
export function askedTogether(check: Readiness): Readiness {
  let underWay: Promise<string | null> | null = null
  return () => {
    underWay ??= answerInTime(check).finally(() => (underWay = null))
    return underWay
  }
}

/** Metrics, for whoever has the token; without one, for this machine alone and through no proxy. */
export async function metricsText(
  exchange: EdgeExchange,
  metrics: Metrics,
  token: Secret | undefined,
): Promise<Answer> {
  const { headers } = exchange.request
  if (token) {
    if (!sameText(headers.authorization ?? '', `Bearer ${token.reveal()}`)) refuse(edgeRefusals.not_signed_in)
  } else if (!isLoopback(exchange.address) || wasForwarded(headers)) refuse(edgeRefusals.not_allowed)
  return { status: 200, mediaType: metrics.mediaType, body: await metrics.text() }
}

function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
