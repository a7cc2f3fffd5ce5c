import { hash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { AsyncLocalStorage } from 'node:async_hooks'
import { cookieName, type Exchange } from '@alles/platform/http'

/** Ties an unfinished sign-in to the browser it was begun in. */
const cookie = 'sign-in-with'
const hourSeconds = 3600

/**
 * What the library takes for a browser's cookies. Nothing of it reaches the browser: which session a request has, and
 * which unfinished sign-in, is decided before the library is asked.
 */
export interface BrowserCookies {
  secure: boolean
  get(name: string): string | undefined
  set(name: string, value?: string | null): void
}

export const sessionCookie = 'session'
export const interactionCookie = 'interaction'
export const resumeCookie = 'resume'

/** What is decided about one request. */
export interface Decided {
  /** The library's session: the id of a sign-in. */
  readonly session?: string | undefined
  /** Whether somebody is signed in at all. */
  readonly signedIn?: boolean | undefined
  /** The unfinished sign-in that this address goes on with, where this browser began it. */
  readonly resumes?: string | undefined
}

const decided = new WeakMap<IncomingMessage, Decided>()
const browsers = new AsyncLocalStorage<{ readonly exchange: Exchange; hash?: Buffer }>()

export function decideCookies(request: IncomingMessage, decision: Decided): void {
  decided.set(request, decision)
}

export function isSignedIn(request: IncomingMessage): boolean {
  return decided.get(request)?.signedIn === true
}

export function cookiesOf(request: IncomingMessage): BrowserCookies {
  const { session, resumes } = decided.get(request) ?? {}
  return {
    secure: true,
    get: (name) => (name === sessionCookie ? session : name === resumeCookie ? resumes : undefined),
    set: () => undefined,
  }
}

/** Does `work` for the browser of this request. */
export function inBrowser<T>(exchange: Exchange, work: () => Promise<T>): Promise<T> {
  return browsers.run({ exchange }, work)
}

/** The hash by which this request's browser is known; null where it holds no such cookie. */
export function browserHash(exchange: Exchange): Buffer | null {
  const value = exchange.cookie(cookieName(cookie, exchange.secure))
  return value !== undefined && /^[\w-]{43}$/.test(value) ? hash('sha256', value, 'buffer') : null
}

/** The same for the browser whose work this is, which gets its cookie now if it has none. */
export function currentBrowser(): Buffer | null {
  const browser = browsers.getStore()
  if (!browser) return null
  const { exchange } = browser
  browser.hash ??= browserHash(exchange) ?? giveCookie(exchange)
  return browser.hash
}

function giveCookie(exchange: Exchange): Buffer {
  const value = randomBytes(32).toString('base64url')
  exchange.setCookie(cookieName(cookie, exchange.secure), value, {
    maxAgeSeconds: hourSeconds,
    httpOnly: true,
    sameSite: 'lax',
  })
  return hash('sha256', value, 'buffer')
}

export function takeCookieBack(exchange: Exchange): void {
  exchange.clearCookie(cookieName(cookie, exchange.secure))
}
