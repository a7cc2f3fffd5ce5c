const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/** What the edge knows of a request before reading it. */
export interface Headers {
  header(name: string): string | undefined
}

/** Which origins are ours. On loopback `localhost` and `127.0.0.1` are the same place. */
export class Origins {
  readonly #ours = new Set<string>()
  readonly #loopback: boolean

  constructor(publicUrl: URL) {
    this.#loopback = loopbackHosts.includes(publicUrl.hostname)
    this.#ours.add(publicUrl.origin)
    if (this.#loopback) this.#addLoopback(publicUrl.protocol, publicUrl.port)
  }

  /** Told the port once it is known: the system may have chosen it. */
  listeningOn(port: number, protocol: string): void {
    if (this.#loopback) this.#addLoopback(protocol, String(port))
  }

  isOurs(origin: string): boolean {
    return this.#ours.has(origin)
  }

  /** For a page's `connect-src`. */
  sockets(): string[] {
    // A content security policy has no way to name an IPv6 address; 'self' covers it where that is the page's own.
    const nameable = [...this.#ours].filter((origin) => !origin.includes('['))
    return nameable.map((origin) => origin.replace(/^http/, 'ws'))
  }

  /**
   * Whether a browser says that another site made this request. Browsers send `Origin` with everything that can change
   * state, and `Sec-Fetch-Site` beside it; whoever sends neither is no browser and holds no one's cookies.
   */
  isForeign(request: Headers): boolean {
    const origin = request.header('origin')
    if (origin !== undefined && !this.#ours.has(origin)) return true
    const site = request.header('sec-fetch-site')
    return site === 'cross-site' || site === 'same-site'
  }

  #addLoopback(protocol: string, port: string): void {
    for (const host of loopbackHosts) this.#ours.add(new URL(`${protocol}//${host}:${port}`).origin)
  }
}
