/** Where mail comes from, as far as its readers and their servers are concerned. */
export interface Site {
  /** Origin that links lead to. */
  readonly publicUrl: string
  /** How the instance is called in mail: its host, with the port where it has one. */
  readonly name: string
  readonly senderAddress: string
  /** Domain of the sender: signs, and ends message ids. */
  readonly senderDomain: string
  /** Only this machine reaches it: addresses without a dot in their domain are fine. */
  readonly loopback: boolean
}

/** `from`: the sender's address; `no-reply@` the instance's host where it is null. */
export function siteOf(publicUrl: string, from: string | null): Site {
  const { host, hostname } = new URL(publicUrl)
  const loopback = isLoopback(hostname)
  const senderAddress = from ?? `no-reply@${isAddress(hostname) ? 'localhost' : hostname}`
  const senderDomain = senderAddress.slice(senderAddress.lastIndexOf('@') + 1)
  return { publicUrl, name: host, senderAddress, senderDomain, loopback }
}

/** Whether `hostname`, as `URL` writes it, is an IP address. */
export function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname)
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** Whether `link` is an address of this instance that keeps what proves something in its fragment. */
export function isOwnLink(site: Site, link: string): boolean {
  const url = URL.parse(link)
  return url !== null && url.origin === site.publicUrl && url.search === '' && url.username === ''
}
