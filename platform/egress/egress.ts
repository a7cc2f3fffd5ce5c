import { lookup } from 'node:dns/promises'
import type { Clock } from '../ids/index.ts'
import { PrintableError, type Log } from '../log/index.ts'
import type { Metrics } from '../metrics/index.ts'
import { objection, type Destination, type Destinations, type EgressReason } from './destinations.ts'
import { nextHop, type Hop } from './redirects.ts'
import { performHop, type HopAnswer, type Resolve } from './hop.ts'
import { createLedger, type Ledger, type LedgerEntry } from './ledger.ts'

export interface EgressRequest {
  /** Its name in the registry. */
  readonly destination: string
  readonly url: string
  /** GET unless said otherwise. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** The most an answer's body may have, perhaps by its headers; beyond it the request fails. */
  readonly maxBytes: number | ((headers: Readonly<Record<string, string>>) => number)
  /** Gives the beginning of a longer body instead of failing. */
  readonly cut?: boolean
  /** 5 unless said otherwise. */
  readonly mostRedirects?: number
  /** For everything together: finding the address, every redirect, and the last byte. */
  readonly timeoutMs: number
}

export interface EgressAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Where the answer came from, after redirects. */
  readonly url: string
}

/** The only way out of the program. */
export interface Egress {
  /**
   * Makes one request. Throws `EgressFault` where the registry does not allow it, an address is not one the destination
   * may have, or there is no whole answer in time. Statuses of 400 and more are answers.
   */
  fetch(request: EgressRequest): Promise<EgressAnswer>
}

export class EgressFault extends PrintableError {
  readonly code: EgressReason
  readonly destination: string

  constructor(destination: string, reason: EgressReason) {
    super(`The request to ${destination} was not carried out: ${reason.replaceAll('_', ' ')}.`)
    this.name = 'EgressFault'
    this.code = reason
    this.destination = destination
  }
}

export interface EgressOptions {
  readonly destinations: Destinations
  /** All addresses of a host; the system's resolver unless given. Asked once per hop. */
  readonly resolve?: Resolve
  /** Keeps the ledger. */
  readonly record: (entry: LedgerEntry) => void
  readonly log: Log
  readonly metrics: Metrics
  readonly clock: Clock
}

const usualRedirects = 5

export function createEgress(options: EgressOptions): Egress {
  const resolve = options.resolve ?? systemResolve
  const keep = createLedger(options)
  return {
    async fetch(request) {
      const name = request.destination
      const destination = Object.hasOwn(options.destinations, name) ? options.destinations[name] : undefined
      const url = URL.parse(request.url)
      if (!destination) throw new EgressFault(name, 'unknown_destination')
      if (!url) throw new EgressFault(name, 'malformed_address')
      const signal = AbortSignal.timeout(request.timeoutMs)
      let hop: Hop = {
        url,
        method: (request.method ?? 'GET').toUpperCase(),
        headers: lowerCased(request.headers ?? {}),
        body: request.body ?? null,
      }
      for (let redirects = 0; ; redirects += 1) {
        const answer = await attempt({ name, destination, hop, resolve, signal, request, keep })
        const next = nextHop(hop, answer)
        if (next === null) return { ...answer, url: hop.url.href }
        if (typeof next === 'string') throw new EgressFault(name, next)
        if (redirects === (request.mostRedirects ?? usualRedirects))
          throw new EgressFault(name, 'too_many_redirects')
        hop = next
      }
    },
  }
}

interface Attempt {
  readonly name: string
  readonly destination: Destination
  readonly hop: Hop
  readonly resolve: Resolve
  readonly signal: AbortSignal
  readonly request: EgressRequest
  readonly keep: Ledger
}

async function attempt({
  name,
  destination,
  hop,
  resolve,
  signal,
  request,
  keep,
}: Attempt): Promise<HopAnswer> {
  const begun = performance.now()
  const result =
    objection(destination, hop.url) ??
    (await performHop({
      destination,
      hop,
      resolve,
      signal,
      maxBytes: request.maxBytes,
      cut: request.cut === true,
    }))
  const failed = typeof result === 'string'
  keep({
    destination: name,
    purpose: destination.purpose,
    host: hop.url.hostname,
    status: failed ? null : result.status,
    bytesOut: failed || hop.body === null ? 0 : Buffer.byteLength(hop.body),
    bytesIn: failed ? 0 : result.body.byteLength,
    ms: Math.round(performance.now() - begun),
    outcome: failed ? result : 'answered',
  })
  if (failed) throw new EgressFault(name, result)
  return result
}

async function systemResolve(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map((found) => found.address)
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
