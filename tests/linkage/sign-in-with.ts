import { createHash, randomBytes } from 'node:crypto'
import type { Face } from './faces.ts'

/** An application of somebody else's. */
export interface Party {
  readonly id: string
  readonly secret: string
  readonly callback: string
}

export interface Tokens {
  readonly access_token: string
  readonly id_token: string
  readonly refresh_token?: string
}

/** Signs an account in with an application, as a browser and the application's server do it together. */
export async function signInWith(
  origin: string,
  face: Face,
  { party, scope, maxAge }: { party: Party; scope: string; maxAge?: number },
): Promise<Tokens> {
  return redeem(origin, party, await consent(origin, face, { party, scope, maxAge: maxAge ?? null }))
}

export interface Consent {
  readonly code: string
  readonly verifier: string
}

/** Up to the code with which the browser comes back. */
export async function consent(
  origin: string,
  face: Face,
  given: { party: Party; scope: string; maxAge: number | null; browser?: CookieJar },
): Promise<Consent> {
  const { party, scope, maxAge, browser = cookieJar(origin, face) } = given
  const { address, verifier } = authorization(origin, party, {
    scope,
    ...(scope.includes('offline_access') && { prompt: 'consent' }),
    ...(maxAge !== null && { max_age: String(maxAge) }),
  })
  const page = await browser.location(address)
  const uid = page.pathname.split('/').at(-1) ?? ''
  const { location } = await browser.post(`/api/alles/interactions/${uid}/allow`, {
    account: face.id,
    scopes: scope.split(' '),
  })
  return { code: codeIn(await browser.location(location)), verifier }
}

/** The same where the browser did so before, for the same scopes: nothing is asked. */
export async function returnTo(
  origin: string,
  browser: CookieJar,
  { party, scope }: { party: Party; scope: string },
): Promise<Consent> {
  const { address, verifier } = authorization(origin, party, { scope, prompt: 'none' })
  return { code: codeIn(await browser.location(address)), verifier }
}

function authorization(origin: string, party: Party, more: Record<string, string>) {
  const verifier = randomBytes(32).toString('base64url')
  const address = new URL(`${origin}/oidc/auth`)
  address.search = new URLSearchParams({
    client_id: party.id,
    redirect_uri: party.callback,
    response_type: 'code',
    state: 'here',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }).toString()
  return { address, verifier }
}

function codeIn(back: URL): string {
  const code = back.searchParams.get('code')
  if (code === null) throw new Error(`no code: ${back.search}`)
  return code
}

export async function redeem(origin: string, party: Party, { code, verifier }: Consent): Promise<Tokens> {
  const answer = await fetch(`${origin}/oidc/token`, {
    method: 'POST',
    headers: asParty(party),
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: party.callback,
      code_verifier: verifier,
    }),
  })
  const tokens = (await answer.json()) as Tokens
  if (answer.status !== 200) throw new Error(`no tokens: ${JSON.stringify(tokens)}`)
  return tokens
}

export function asParty({ id, secret }: Party): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString('base64')}` }
}

/** What an ID token says. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

/** A browser, as far as signing in with an application needs it. */
export interface CookieJar {
  location(address: string | URL): Promise<URL>
  post(path: string, body: object): Promise<{ location: string }>
}

export function cookieJar(origin: string, face: Face): CookieJar {
  const cookies = new Map(
    face.person.cookie.split('; ').map((pair) => pair.split('=', 2) as [string, string]),
  )
  const send = async (address: string | URL, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(init.headers as Record<string, string>), cookie }
    const answer = await fetch(new URL(address, origin), { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=', 2)
      cookies.set(name, value)
    }
    return answer
  }
  return {
    async location(address: string | URL): Promise<URL> {
      const answer = await send(address)
      const location = answer.headers.get('location')
      if (location === null) throw new Error(`${answer.status} leads nowhere: ${await answer.text()}`)
      return new URL(location, origin)
    },
    async post(path: string, body: object): Promise<{ location: string }> {
      const headers = { 'content-type': 'application/json', 'alles-account': face.id }
      const answer = await send(path, { method: 'POST', headers, body: JSON.stringify(body) })
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as { location: string }
    },
  }
}
