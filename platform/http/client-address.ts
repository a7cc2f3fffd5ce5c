import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Where a request came from, and whether that hop was HTTPS as far as a trusted proxy says. */
export interface ClientHop {
  readonly address: string
  /** `https` or `http` as told by a trusted proxy, null where none spoke. */
  readonly protocol: string | null
}

/** Headers as Node gives them. */
type RawHeaders = Readonly<Record<string, string | string[] | undefined>>

/**
 * Finds the address a request came from. Headers are believed only from the networks given; walking from our side, the
 * first address that is not a trusted proxy is the client, because everything left of it was said by a stranger.
 */
export function clientHop(
  trusted: readonly string[],
): (peer: string | undefined, headers: RawHeaders) => ClientHop {
  if (trusted.length === 0) return (peer) => ({ address: plain(peer), protocol: null })
  const isTrusted = trustedBy(trusted)
  return (peer, headers) => {
    const direct = plain(peer)
    if (!isTrusted(direct)) return { address: direct, protocol: null }
    const hops = forwardedHops(headers)
    let address = direct
    let protocol: string | null = null
    for (const hop of hops.toReversed()) {
      protocol = hop.protocol ?? protocol
      if (!isAddress(hop.address)) break
      address = plain(hop.address)
      if (!isTrusted(address)) break
    }
    return {
      address,
      protocol: protocol ?? single(headers['x-forwarded-proto'])?.trim().toLowerCase() ?? null,
    }
  }
}

/** Whether an address, as `plain` gives it, is in one of these networks. */
export function trustedBy(trusted: readonly string[]): (address: string) => boolean {
  const networks = trusted.map(parseNetwork)
  return (address) => matches(address, networks)
}

/** Whether anything claims to have forwarded this request. */
export function wasForwarded(headers: RawHeaders): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  )
}

export function isLoopback(address: string): boolean {
  return isAddress(address) && ipaddr.process(address).range() === 'loopback'
}

/** What limits count by: an IPv4 address, or the /64 network that one IPv6 subscriber has. */
export function limitKey(address: string): string {
  if (!address.includes(':')) return address
  const parsed = isAddress(address) ? ipaddr.process(address) : null
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : address
}

interface Hop {
  readonly address: string
  readonly protocol: string | null
}

function forwardedHops(headers: RawHeaders): Hop[] {
  const forwarded = single(headers.forwarded)
  if (forwarded !== undefined) return forwarded.split(',').map(forwardedElement)
  const list = single(headers['x-forwarded-for'])
  if (list === undefined) return []
  return list.split(',').map((part) => ({ address: bare(part.trim()), protocol: null }))
}

/** One element of RFC 7239: `for="[2001:db8::1]:4711";proto=https`. */
function forwardedElement(element: string): Hop {
  const pairs = new Map(
    element.split(';').map((pair) => {
      const at = pair.indexOf('=')
      return [
        pair.slice(0, at).trim().toLowerCase(),
        pair
          .slice(at + 1)
          .trim()
          .replaceAll('"', ''),
      ] as const
    }),
  )
  return { address: bare(pairs.get('for') ?? ''), protocol: pairs.get('proto')?.toLowerCase() ?? null }
}

/** An address without brackets and port. */
function bare(text: string): string {
  const bracketed = /^\[([^\]]*)\](:\d+)?$/.exec(text)
  if (bracketed) return bracketed[1] ?? ''
  return /^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(':')) : text
}

/** The usual spelling of a peer's address; IPv4 within IPv6 is IPv4. */
export function plain(address: string | undefined): string {
  if (address !== undefined && dotted.test(address)) return address
  if (address === undefined || !isAddress(address)) return 'unknown'
  return ipaddr.process(address).toString()
}

/** What a socket's IPv4 peer looks like; Node gives no other form. */
const dotted = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/

/** Only the usual spelling: others mean different places to different readers. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value
}

function parseNetwork(text: string): Network {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

function matches(address: string, networks: readonly Network[]): boolean {
  if (!isAddress(address)) return false
  const parsed = ipaddr.process(address)
  return networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
}
