import type { CookieOptions } from './routes.ts'

/**
 * The name of a cookie of ours: over HTTPS with the `__Host-` prefix, which makes browsers refuse it from anywhere but
 * this very host over HTTPS (RFC 6265bis, 4.1.3.2).
 */
export function cookieName(base: string, secure: boolean): string {
  return secure ? `__Host-${base}` : base
}

/** The first cookie called `name` in a `Cookie` header. Values are taken as they are, without decoding. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined || !header.includes(name)) return undefined
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}

const token = /^[\w!#$%&'*+.^`|~-]+$/
const cookieValue = /^[\w!#$%&'()*+./:<=>?@[\]^`{|}~-]*$/

/** A `Set-Cookie` header for this host and every path. */
export function writeCookie(
  name: string,
  value: string,
  options: CookieOptions & { secure: boolean },
): string {
  if (!token.test(name) || !cookieValue.test(value)) throw new Error('this cookie cannot be written')
  const site = options.sameSite === 'lax' ? 'Lax' : 'Strict'
  const age = Math.max(0, Math.floor(options.maxAgeSeconds))
  return `${name}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=${site}${options.secure ? '; Secure' : ''}`
}
