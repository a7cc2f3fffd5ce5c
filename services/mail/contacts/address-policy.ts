import { domainToASCII } from 'node:url'

/** An address that mail can be sent to. */
export interface ParsedAddress {
  /** As it was given, without space around it. */
  readonly shown: string
  /** As it stands in the protocol: the domain in ASCII. */
  readonly deliverable: string
  /** Equal for addresses that are taken for the same: all in small letters, the domain in ASCII. */
  readonly folded: string
}

/** RFC 5321, 4.5.3.1: a local part has at most 64 octets, a path at most 254 between its brackets. */
const longestLocal = 64
const longest = 254

/** What no address in use has: control, format and unassigned characters, spaces, and what quotes or separates. */
const strange = /[\p{C}\p{Z}"(),:;<>[\\\]]/u

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Understands an address, or gives null where mail cannot be sent to it. Quoted local parts and addresses of machines
 * by number are not taken. `localhost` is a domain only where `loopback` is true.
 */
export function parseAddress(given: string, loopback: boolean): ParsedAddress | null {
  const shown = given.trim().normalize('NFC')
  const [local, domain, ...more] = shown.split('@')
  if (!local || !domain || more.length > 0 || !shown.isWellFormed() || strange.test(shown)) return null
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null
  const ascii = domainToASCII(domain)
  if (!isDomain(ascii, loopback)) return null
  const deliverable = `${local}@${ascii}`
  if (Buffer.byteLength(local) > longestLocal || Buffer.byteLength(deliverable) > longest) return null
  return { shown, deliverable, folded: `${local.toLowerCase()}@${ascii}` }
}

function isDomain(ascii: string, loopback: boolean): boolean {
  if (ascii === 'localhost') return loopback
  const labels = ascii.split('.')
  const last = labels.at(-1) ?? ''
  return labels.length > 1 && labels.every((one) => label.test(one)) && !/^\d+$/.test(last)
}
