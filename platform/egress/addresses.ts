import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Destination } from './destinations.ts'

const privateRanges: ReadonlySet<string> = new Set(['private', 'uniqueLocal', 'loopback'])

/** 2000::/3, the only part of IPv6 that is given out for the public network. */
const global6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether a connection to this IP address may be made. Public means: given out for the public network and nothing else.
 * That leaves out this machine, private and link-local networks (cloud metadata among them), carrier-grade NAT,
 * multicast, documentation and reserved blocks, and every IPv6 form that carries an IPv4 address inside.
 */
export function isAllowedAddress(text: string, reach: Destination['reach'] = 'public'): boolean {
  if (isIP(text) === 0 || text.includes('%')) return false
  const address = ipaddr.parse(text)
  const range = address.range()
  if (reach === 'loopback') return range === 'loopback'
  if (reach === 'private' && privateRanges.has(range)) return true
  if (range !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || address.match(global6)
}
