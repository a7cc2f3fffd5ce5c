/**
 * A place outside that this program may speak to. The registry of destinations is the whole list of what ever leaves:
 * nothing else in the source can open a connection.
 */
export interface Destination {
  /** Why anything is sent there, in words for the reader of the ledger. */
  readonly purpose: string
  /** Host names, each whole or as `*.example.org` for every name below it; or any host with a public address. */
  readonly hosts: readonly string[] | 'any public'
  readonly ports: readonly number[] | 'any'
  readonly schemes: readonly ('http' | 'https')[]
  /**
   * Which addresses a host may have. `public` unless said otherwise; `private` adds the networks of the operator's own
   * site, `loopback` this very machine and nothing else.
   */
  readonly reach?: 'public' | 'private' | 'loopback'
  /** Certificates to trust instead of the system's, for places that sign their own. */
  readonly certificates?: string
}

export type Destinations = Readonly<Record<string, Destination>>

/** Why a request was not made, or not finished. */
export type EgressReason =
  | 'unknown_destination'
  | 'malformed_address'
  | 'scheme_not_allowed'
  | 'port_not_allowed'
  | 'host_not_allowed'
  | 'address_not_allowed'
  | 'not_resolved'
  | 'unreachable'
  | 'too_many_redirects'
  | 'downgrade'
  | 'body_across_origins'
  | 'too_large'
  | 'too_slow'

/** What `destination` does not allow about `url`; null where it allows it as far as its words go. */
export function objection(destination: Destination, url: URL): EgressReason | null {
  const scheme = url.protocol.slice(0, -1)
  if (scheme !== 'http' && scheme !== 'https') return 'scheme_not_allowed'
  if (!destination.schemes.includes(scheme)) return 'scheme_not_allowed'
  if (url.username !== '' || url.password !== '') return 'malformed_address'
  if (destination.ports !== 'any' && !destination.ports.includes(portOf(url))) return 'port_not_allowed'
  const host = url.hostname.toLowerCase()
  if (destination.hosts === 'any public') return null
  return destination.hosts.some((pattern) => covers(pattern, host)) ? null : 'host_not_allowed'
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

function covers(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}
