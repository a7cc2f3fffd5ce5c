/** A browser without pages: keeps cookies, and shows where redirects lead instead of following them. */
export class CookieBrowser {
  readonly #origin: string
  readonly #cookies = new Map<string, string>()

  /** `cookie`: one it has already, as `name=value`. */
  constructor(origin: string, cookie?: string) {
    this.#origin = origin
    if (cookie !== undefined) this.#keep(cookie)
  }

  async send(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.#cookies.size > 0)
      headers.set('cookie', [...this.#cookies].map((pair) => pair.join('=')).join('; '))
    const answer = await fetch(new URL(address, this.#origin), { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) this.#keep(line)
    return answer
  }

  /** Calls our own API; throws what it refused. */
  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.send(`/api/alles${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  /** Where a request leads. */
  async location(address: string | URL): Promise<URL> {
    const answer = await this.send(address)
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`${answer.status} leads nowhere: ${await answer.text()}`)
    return new URL(location, new URL(address, this.#origin))
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const at = pair.indexOf('=')
    if (attributes.some((one) => /^max-age=0$/i.test(one))) this.#cookies.delete(pair.slice(0, at))
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

/** Somebody at the page an application sent them to: chooses this account, and is sent back with what was asked for. */
export async function allow(browser: CookieBrowser, page: URL, account: string): Promise<URL> {
  const uid = page.pathname.split('/').at(-1) ?? ''
  const { interaction } = await browser.call<{ interaction: { scopes: string[] } }>(
    'GET',
    `/interactions/${uid}`,
  )
  const { scopes } = interaction
  const { location } = await browser.call<{ location: string }>('POST', `/interactions/${uid}/allow`, {
    account,
    scopes,
  })
  return browser.location(location)
}
