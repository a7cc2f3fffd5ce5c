interface Reader {
  readonly clientAuthMethod?: string | undefined
  readonly redirectUris?: readonly string[] | undefined
}

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a page of this origin may read what is answered to an application: only a public one has pages that ask, and
 * only where it sends people back to. On this machine the port is free, as it is for sending back (RFC 8252, 7.3).
 */
export function mayRead(origin: string | undefined, client: Reader): boolean {
  const asking = origin === undefined ? null : URL.parse(origin)
  if (!asking || client.clientAuthMethod !== 'none') return false
  return (client.redirectUris ?? []).some((address) => {
    const own = URL.parse(address)
    if (own?.origin === asking.origin) return true
    return (
      own?.protocol === 'http:' &&
      asking.protocol === 'http:' &&
      own.hostname === asking.hostname &&
      loopback.has(own.hostname)
    )
  })
}
