import type { EgressReason } from './destinations.ts'

/** One request of a chain. */
export interface Hop {
  readonly url: URL
  readonly method: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | null
}

interface Redirecting {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const credentials: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization'])
const ofBody: ReadonlySet<string> = new Set(['content-type', 'content-length', 'content-encoding'])

/**
 * Where an answer sends us (Fetch, 4.4). Null where it is final; a reason where we do not go. What proves who we are
 * stays with the origin it was meant for, and so does a body.
 */
export function nextHop(hop: Hop, { status, headers }: Redirecting): Hop | EgressReason | null {
  const { location } = headers
  if (!redirects.has(status) || location === undefined) return null
  const url = URL.parse(location, hop.url)
  if (!url) return 'malformed_address'
  if (hop.url.protocol === 'https:' && url.protocol !== 'https:') return 'downgrade'
  const asGet = status === 303 ? hop.method !== 'HEAD' : status < 303 && hop.method === 'POST'
  const body = asGet ? null : hop.body
  const foreign = url.origin !== hop.url.origin
  if (foreign && body !== null) return 'body_across_origins'
  const kept = Object.entries(hop.headers).filter(
    ([name]) => !(foreign && credentials.has(name)) && !(asGet && ofBody.has(name)),
  )
  return { url, method: asGet ? 'GET' : hop.method, headers: Object.fromEntries(kept), body }
}
