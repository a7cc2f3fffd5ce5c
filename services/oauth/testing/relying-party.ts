import { createServer } from 'node:net'
import * as client from 'openid-client'
import { Browser } from './browser.ts'
import { startOAuth, type RunningOAuth } from './start-oauth.ts'

/** The service on a real port, with people in browsers and applications that sign them in. */
export interface World extends RunningOAuth {
  readonly origin: string
  /** A new person, signed in in a browser of their own. */
  visitor(): Promise<Visitor>
  /** Another browser of somebody. */
  browserOf(username: string): Promise<Browser>
  /** A new application, as `openid-client` sees us. */
  application(given?: ApplicationGiven): Promise<RelyingParty>
}

export interface Visitor {
  readonly id: string
  readonly username: string
  readonly browser: Browser
}

interface ApplicationGiven {
  readonly fields?: object
  readonly metadata?: Partial<client.ClientMetadata>
}

export interface RelyingParty {
  readonly id: string
  readonly secret: string
  readonly config: client.Configuration
  readonly owner: Awaited<ReturnType<RunningOAuth['person']>>
}

export const callback = 'https://app.example/callback'

export async function startWorld(): Promise<World> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const running = await startOAuth({ publicUrl: origin, port })
  // The library knows but the real time.
  running.clock.set(Date.now())
  await running.http.listen()
  const browserOf = async (username: string) => {
    const browser = new Browser(origin)
    const answer = await browser.call('POST', '/session', { login: username, password: 'a good password' })
    if (answer.status !== 200) throw new Error(`not signed in: ${JSON.stringify(answer.body)}`)
    return browser
  }
  return {
    ...running,
    origin,
    browserOf,
    async visitor() {
      const { id, username } = await running.person()
      return { id, username, browser: await browserOf(username) }
    },
    async application({ fields = {}, metadata = {} } = {}) {
      const owner = await running.person()
      const answer = await owner.send('POST', '/applications', {
        name: 'Wanderbuch',
        redirect_uris: [callback],
        terms_url: 'https://app.example/terms',
        privacy_url: 'https://app.example/privacy',
        ...fields,
      })
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      const { application, client_secret: secret } = answer.body
      const config = await client.discovery(
        new URL(origin),
        application.id,
        metadata,
        secret === null ? client.None() : client.ClientSecretBasic(secret),
        { execute: [client.allowInsecureRequests] },
      )
      return { id: application.id, secret, config, owner }
    },
  }
}

/** A sign-in under way, as the application keeps it. */
export interface Begun {
  readonly url: URL
  readonly verifier: string
  readonly state: string
}

/** What an application sends a browser off with. */
export async function begin(party: RelyingParty, parameters: Record<string, string> = {}): Promise<Begun> {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const url = client.buildAuthorizationUrl(party.config, {
    redirect_uri: callback,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...parameters,
  })
  return { url, verifier, state }
}

/** The id of the unfinished sign-in that the page is about. */
export async function arrive(browser: Browser, address: URL): Promise<string> {
  const page = await browser.location(address)
  const uid = /^\/sign-in-with\/([\w-]+)$/.exec(page.pathname)?.[1]
  if (uid === undefined || page.search !== '') throw new Error(`no page but ${page.href}`)
  return uid
}

/** Somebody lets the application know this account; answers where the browser arrives at the application. */
export async function allow(
  browser: Browser,
  uid: string,
  given: { account: string; scopes?: string[] },
): Promise<URL> {
  const answer = await browser.call('POST', `/interactions/${uid}/allow`, { scopes: [], ...given })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return browser.location(answer.body.location)
}

/** All of it: off to us, the page, and back with a code. */
export async function signIn(
  party: RelyingParty,
  visitor: { browser: Browser; id: string },
  parameters: Record<string, string> = {},
): Promise<{ begun: Begun; back: URL }> {
  const begun = await begin(party, parameters)
  const uid = await arrive(visitor.browser, begun.url)
  const scopes = (parameters['scope'] ?? 'openid').split(' ')
  return { begun, back: await allow(visitor.browser, uid, { account: visitor.id, scopes }) }
}

/** The tokens for the code the browser came back with. */
export function exchange(
  party: RelyingParty,
  { begun, back }: { begun: Begun; back: URL },
  options?: client.DPoPOptions,
): ReturnType<typeof client.authorizationCodeGrant> {
  return client.authorizationCodeGrant(
    party.config,
    back,
    { pkceCodeVerifier: begun.verifier, expectedState: begun.state, idTokenExpected: true },
    undefined,
    options,
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
