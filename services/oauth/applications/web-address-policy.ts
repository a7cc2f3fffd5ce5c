import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'

const thisMachine: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** `https://` anywhere or `http://` on this machine, with nothing secret or local to the page in it. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && thisMachine.has(url.hostname))
}

/** An address to send people back to has no fragment (RFC 6749, 3.1.2). */
export function isRedirectAddress(text: string): boolean {
  return isWebAddress(text) && !text.includes('#')
}

export interface Addresses {
  readonly terms_url?: string | undefined
  readonly privacy_url?: string | undefined
  readonly redirect_uris?: readonly string[] | undefined
  readonly post_logout_redirect_uris?: readonly string[] | undefined
  readonly backchannel_logout_uri?: string | null | undefined
}

/** Refuses an address that is none, and says which field it is in. */
export function checkAddresses(given: Addresses): void {
  for (const field of ['terms_url', 'privacy_url'] as const) {
    const address = given[field]
    if (address !== undefined && !isWebAddress(address)) refuseAddress([field])
  }
  for (const field of ['redirect_uris', 'post_logout_redirect_uris'] as const)
    for (const [index, address] of (given[field] ?? []).entries())
      if (!isRedirectAddress(address)) refuseAddress([field, index])
  const { backchannel_logout_uri: told } = given
  if (typeof told === 'string' && !isRedirectAddress(told)) refuseAddress(['backchannel_logout_uri'])
}

function refuseAddress(path: (string | number)[]): never {
  refuse(refusals.invalid_address, { faults: [{ path, sentence: refusals.invalid_address.sentence }] })
}
