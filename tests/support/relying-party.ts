import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as client from 'openid-client'
import type { TestPerson } from './person.ts'
import { freePort } from './server.ts'

/** A site of somebody else's that people sign in to: its own server, and `openid-client`. */
export interface RelyingParty {
  readonly origin: string
  /** The client id. */
  readonly id: string
  readonly secret: string
  readonly config: client.Configuration
  /** Where a browser begins to sign in, with these parameters of the authorization request. */
  start(parameters?: Readonly<Record<string, string>>): string
  /** What the site got for the last sign-in that succeeded. */
  tokens(): Tokens
  /** The logout tokens that were sent to it. */
  readonly logouts: string[]
  close(): Promise<void>
}

export interface Tokens {
  readonly access: string
  readonly refresh: string | undefined
  readonly sub: string
}

interface Site {
  readonly origin: string
  readonly begun: Map<string, string>
  readonly logouts: string[]
  config: client.Configuration | null
  tokens: Tokens | null
}

/** Registers an application of `owner` and runs its site on this machine. */
export async function openRelyingParty(owner: TestPerson, name: string): Promise<RelyingParty> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const site: Site = { origin, begun: new Map(), logouts: [], config: null, tokens: null }
  const { application, client_secret: secret } = await owner.call<{
    application: { id: string }
    client_secret: string
  }>('POST', '/api/alles/applications', {
    name,
    redirect_uris: [`${origin}/callback`],
    terms_url: 'https://example.org/terms',
    privacy_url: 'https://example.org/privacy',
    backchannel_logout_uri: `${origin}/logout`,
  })
  const config = await client.discovery(new URL(owner.origin), application.id, secret, undefined, {
    execute: [client.allowInsecureRequests],
  })
  site.config = config
  const server = createServer((request, response) => {
    serve(site, request, response).catch((error: unknown) => show(response, `Failed: ${String(error)}`))
  })
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  return {
    origin,
    id: application.id,
    secret,
    config,
    start: (parameters = {}) => `${origin}/start?${new URLSearchParams(parameters).toString()}`,
    tokens: () => {
      if (!site.tokens) throw new Error('nobody signed in yet')
      return site.tokens
    },
    logouts: site.logouts,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function serve(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', site.origin)
  if (url.pathname === '/start') return send(site, url, response)
  if (url.pathname === '/callback') return welcome(site, url, response)
  if (url.pathname !== '/logout') return show(response, 'Nothing here')
  site.logouts.push(new URLSearchParams(await bodyOf(request)).get('logout_token') ?? '')
  response.writeHead(200).end()
}

/** Sends the browser off to sign in. */
async function send(site: Site, { searchParams }: URL, response: ServerResponse): Promise<void> {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  site.begun.set(state, verifier)
  const location = client.buildAuthorizationUrl(configOf(site), {
    redirect_uri: `${site.origin}/callback`,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...Object.fromEntries(searchParams),
  })
  response.writeHead(302, { location: location.href }).end()
}

/** The browser is back, with a code or a refusal. */
async function welcome(site: Site, url: URL, response: ServerResponse): Promise<void> {
  const error = url.searchParams.get('error')
  if (error !== null) return show(response, `Refused: ${error}`)
  const state = url.searchParams.get('state') ?? ''
  const answer = await client.authorizationCodeGrant(configOf(site), url, {
    pkceCodeVerifier: site.begun.get(state) ?? '',
    expectedState: state,
    idTokenExpected: true,
  })
  const sub = answer.claims()?.sub ?? ''
  site.tokens = { access: answer.access_token, refresh: answer.refresh_token, sub }
  show(response, `Welcome, ${sub}`)
}

function configOf({ config }: Site): client.Configuration {
  if (!config) throw new Error('the site is not ready')
  return config
}

function show(response: ServerResponse, words: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(words)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
