import { isLoopback } from '../site-policy.ts'

/** How a relay is reached. */
export interface RelayAddress {
  readonly host: string
  readonly port: number
  /** `implicit`: from the first byte. `required`: by STARTTLS, or nothing is sent. `none`: in clear. */
  readonly tls: 'implicit' | 'required' | 'none'
  readonly login: { readonly user: string; readonly password: string } | null
}

/**
 * Understands `smtp://USER:PASSWORD@HOST:PORT` and `smtps://…`. Without TLS mail goes to this machine alone, or where
 * `?tls=never` says so. Gives a sentence where it is not understood.
 */
export function parseRelayUrl(text: string): RelayAddress | string {
  const url = URL.parse(text)
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
    return 'must be an address that begins with smtp:// or smtps://'
  if (!['', '/', '?tls=never', '/?tls=never'].includes(`${url.pathname}${url.search}${url.hash}`))
    return 'may have nothing after the host and port but ?tls=never'
  const tls = tlsOf(url)
  if (tls === null) return 'is smtps://, which is TLS, and says tls=never'
  const login = parseLogin(url)
  if (typeof login === 'string') return login
  const port = url.port === '' ? (tls === 'implicit' ? 465 : 587) : Number(url.port)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, tls, login }
}

function tlsOf({ protocol, search, hostname }: URL): RelayAddress['tls'] | null {
  const never = search !== ''
  if (protocol === 'smtps:') return never ? null : 'implicit'
  return never || isLoopback(hostname) ? 'none' : 'required'
}

function parseLogin(url: URL): RelayAddress['login'] | string {
  if (url.username === '' && url.password === '') return null
  if (url.username === '' || url.password === '') return 'must have both a user and a password, or neither'
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
  } catch {
    return 'has a user or password whose % signs are not followed by two hexadecimal digits'
  }
}
