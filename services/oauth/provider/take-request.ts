import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { Exchange, MountLine, TakeRequest } from '@alles/platform/http'
import type { OAuth } from '../oauth.ts'
import { browserHash, decideCookies, inBrowser, takeCookieBack } from './browser-cookies.ts'
import { decideResumption } from './decide-resumption.ts'
import { decideSession } from './decide-session.ts'
import { endByApplication } from './end-by-application.ts'
import type { Providers } from './providers.ts'
import { readBody } from './read-body.ts'
import { tokenIdOf } from './token-adapter.ts'
import { hasUnfinished } from './token-store.ts'

/** What is answered by the library. */
export const libraryLines: readonly MountLine[] = [
  'GET /.well-known/openid-configuration',
  'OPTIONS /.well-known/openid-configuration',
  'GET /.well-known/oauth-authorization-server',
  'OPTIONS /.well-known/oauth-authorization-server',
  'GET /oidc/jwks',
  'OPTIONS /oidc/jwks',
  'POST /oidc/token',
  'OPTIONS /oidc/token',
  'GET /oidc/me',
  'POST /oidc/me',
  'OPTIONS /oidc/me',
  'POST /oidc/revoke',
  'OPTIONS /oidc/revoke',
  'POST /oidc/introspect',
  'OPTIONS /oidc/introspect',
  'POST /oidc/par',
  'OPTIONS /oidc/par',
  'POST /oidc/device/auth',
  'OPTIONS /oidc/device/auth',
]

/** Hands a request to the library as it is. */
export function takeForLibrary(providers: Providers): TakeRequest {
  return async ({ request, response }) => answer(await providers.current(), request, response)
}

/** The beginning of a sign-in. */
export function takeAuthorization(oauth: OAuth, providers: Providers): TakeRequest {
  return async ({ request, response, exchange }) => {
    const provider = await providers.current()
    allowFormPost(response)
    decideCookies(request, await decideSession(oauth, provider, { exchange, query: queryOf(request) }))
    await inBrowser(exchange, () => answer(provider, request, response))
  }
}

/** The same by POST (OpenID Connect Core, 3.1.2.1): asked again by GET, where a browser sends our cookie along. */
export const takePostedRequest: TakeRequest = async ({ request, response }) => {
  const form = await readForm(request)
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  redirect(response, form === null ? errorPage : `${path}?${form.toString()}`)
}

/** The end of a sign-in: back to the application. */
export function takeResumption(oauth: OAuth, providers: Providers): TakeRequest {
  return async ({ request, response, exchange }) => {
    const provider = await providers.current()
    allowFormPost(response)
    const uid = queryPath(request).split('/').at(-1) ?? ''
    decideCookies(request, { resumes: await decideResumption(oauth, provider, { exchange, uid }) })
    await forgetBrowser(oauth, exchange, uid)
    await answer(provider, request, response)
  }
}

/** An application says that somebody signs out. */
export function takeEnd(oauth: OAuth, providers: Providers): TakeRequest {
  return async ({ request, response, exchange }) => {
    const asked = request.method === 'POST' ? await readForm(request) : queryOf(request)
    const provider = await providers.current()
    redirect(response, asked ? await endByApplication(oauth, { provider, exchange, asked }) : errorPage)
  }
}

const errorPage = '/sign-in-with/error?error=invalid_request'

/** The cookie is there only while a sign-in is under way. */
async function forgetBrowser(oauth: OAuth, exchange: Exchange, uid: string): Promise<void> {
  const hash = browserHash(exchange)
  if (hash === null) return
  const others = { except: tokenIdOf(uid), now: new Date(oauth.clock.now()) }
  if (!(await hasUnfinished(oauth.database, hash, others))) takeCookieBack(exchange)
}

async function answer(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await provider.callback()(request, response)
}

/** The answer may be a page that sends a form to the application (`response_mode=form_post`); it adds its script's hash. */
function allowFormPost(response: ServerResponse): void {
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; script-src 'report-sample'; base-uri 'none'; frame-ancestors 'none'",
  )
}

function queryPath(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? ''
}

function queryOf(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? ''
  return new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')
}

/** A form's fields; null where it is none, or too long. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const body = await readBody(request, 'application/x-www-form-urlencoded')
  return body === null ? null : new URLSearchParams(body)
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'content-length': 0 })
  response.end()
}
