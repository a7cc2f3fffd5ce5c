/** Who passkeys are made for (WebAuthn Level 3, 5.1.2): a domain, and the origins of its pages. */
export interface RelyingParty {
  readonly id: string
  readonly origins: string[]
  /** Shown by browsers and authenticators. */
  readonly name: string
}

/** On loopback `localhost` and `127.0.0.1` are both our origin, but an address cannot have passkeys: `localhost` has. */
export function relyingPartyOf(publicUrl: string): RelyingParty {
  const url = new URL(publicUrl)
  if (!['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
    return { id: url.hostname, origins: [url.origin], name: url.host }
  const origins = ['localhost', '127.0.0.1'].map((host) => {
    const own = new URL(url)
    own.hostname = host
    return own.origin
  })
  return { id: 'localhost', origins, name: url.host }
}
