/** A browser without pages: it keeps cookies, and follows redirects only when told to. */
export class Browser {
  readonly #origin: string
  readonly #cookies = new Map<string, string>()

  constructor(origin: string) {
    this.#origin = origin
  }

  /** One request, its cookies kept. Paths are below our own origin. */
  async send(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.#cookies.size > 0)
      headers.set('cookie', [...this.#cookies].map((pair) => pair.join('=')).join('; '))
    const answer = await fetch(new URL(address, this.#origin), { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) this.#keep(line)
    return answer
  }

  /** Calls our own API. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers
  async call(method: string, path: string, body?: object): Promise<{ status: number; body: any }> {
    const answer = await this.send(`/api/alles${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  /** Where a request leads. */
  async location(address: string | URL): Promise<URL> {
    const answer = await this.send(address)
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`${answer.status} leads nowhere: ${await answer.text()}`)
    return new URL(location, this.#origin)
  }

  cookies(): string[] {
    return [...this.#cookies.keys()]
  }

  /** Another browser that stole nothing but these cookies. */
  without(...names: string[]): Browser {
    const other = new Browser(this.#origin)
    for (const [name, value] of this.#cookies) if (!names.includes(name)) other.#cookies.set(name, value)
    return other
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const at = pair.indexOf('=')
    const gone = attributes.includes('Max-Age=0')
    if (gone) this.#cookies.delete(pair.slice(0, at))
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}
