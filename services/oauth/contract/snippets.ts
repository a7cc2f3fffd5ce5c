export interface SnippetGiven {
  /** The origin of this instance. */
  readonly issuer: string
  readonly clientId: string
  /** Where the application wants people back; its origin is where the snippet listens. */
  readonly redirectUri: string
}

export interface Snippets {
  readonly openidClient: string
  readonly authJs: string
  readonly passport: string
}

/**
 * Whole programs for Node that sign people in, to be copied and run: one per library. The secret is read from
 * `CLIENT_SECRET`. Auth.js has a redirect address of its own, which its snippet names.
 */
export function snippets(given: SnippetGiven): Snippets {
  return { openidClient: openidClient(given), authJs: authJs(given), passport: passport(given) }
}

const text = (value: string) => JSON.stringify(value).replaceAll("'", "\\'").replace(/^"|"$/g, "'")

/** Libraries want to be told that plain http is meant: it is for this machine alone. */
function discovery({ issuer, clientId }: SnippetGiven): string {
  const insecure = issuer.startsWith('http:')
  const more = insecure ? ', undefined, {\n  execute: [client.allowInsecureRequests],\n}' : ''
  return `await client.discovery(new URL(${text(issuer)}), ${text(clientId)}, process.env.CLIENT_SECRET${more})`
}

function openidClient(given: SnippetGiven): string {
  return `// npm install openid-client
import { createServer } from 'node:http'
import * as client from 'openid-client'

const redirectUri = new URL(${text(given.redirectUri)})
const config = ${discovery(given)}

// What a browser has begun, by state. Keep it in your own session instead.
const begun = new Map()

async function begin(response) {
  const state = client.randomState()
  const verifier = client.randomPKCECodeVerifier()
  begun.set(state, verifier)
  const location = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri.href,
    scope: 'openid',
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  response.setHeader('Set-Cookie', \`state=\${state}; HttpOnly; SameSite=Lax; Path=/; Max-Age=600\`)
  response.writeHead(302, { Location: location.href }).end()
}

async function finish(request, response, url) {
  const state = /(?:^|; )state=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  const verifier = begun.get(state)
  begun.delete(state)
  const tokens = await client.authorizationCodeGrant(config, url, {
    expectedState: state,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  response.end(\`Signed in as \${tokens.claims().sub}\`)
}

createServer((request, response) => {
  const url = new URL(request.url, redirectUri)
  const work = url.pathname === redirectUri.pathname ? finish(request, response, url) : begin(response)
  work.catch((error) => response.writeHead(400).end(\`Not signed in: \${error.error ?? error.message}\`))
}).listen(redirectUri.port || 3000)
`
}

function authJs({ issuer, clientId, redirectUri }: SnippetGiven): string {
  const { origin } = new URL(redirectUri)
  return `// npm install @auth/core
// Its redirect address, to be registered: ${origin}/auth/callback/alles
import { createServer } from 'node:http'
import { Auth } from '@auth/core'

const origin = new URL(${text(origin)})
const config = {
  basePath: '/auth',
  trustHost: true,
  secret: process.env.AUTH_SECRET,
  providers: [
    {
      id: 'alles',
      name: 'Alles',
      type: 'oidc',
      issuer: ${text(issuer)},
      clientId: ${text(clientId)},
      clientSecret: process.env.CLIENT_SECRET,
      checks: ['pkce', 'state'],
      authorization: { params: { scope: 'openid' } },
      profile: (claims) => ({ id: claims.sub, name: claims.sub }),
    },
  ],
}

// Begin at /auth/signin, read who is signed in at /auth/session.
createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const answer = await Auth(
    new Request(new URL(request.url, origin), {
      method: request.method,
      headers: request.headers,
      body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
    }),
    config,
  )
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) response.appendHeader(name, value)
  response.end(Buffer.from(await answer.arrayBuffer()))
}).listen(origin.port || 3000)
`
}

function passport(given: SnippetGiven): string {
  return `// npm install passport openid-client
import { createServer } from 'node:http'
import { randomUUID } from 'node:crypto'
import passport from 'passport'
import * as client from 'openid-client'
import { Strategy } from 'openid-client/passport'

const redirectUri = new URL(${text(given.redirectUri)})
const config = ${discovery(given)}

passport.use(
  'alles',
  new Strategy({ config, scope: 'openid', callbackURL: redirectUri.href }, (tokens, done) => {
    done(null, { id: tokens.claims().sub })
  }),
)

// With Express, express-session does what these lines do.
const sessions = new Map()
function openSession(request, response) {
  const known = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  const id = sessions.has(known) ? known : randomUUID()
  if (id !== known) sessions.set(id, {})
  response.setHeader('Set-Cookie', \`session=\${id}; HttpOnly; SameSite=Lax; Path=/\`)
  request.session = sessions.get(id)
  request.protocol = redirectUri.protocol.slice(0, -1)
  request.host = redirectUri.host
}

createServer((request, response) => {
  openSession(request, response)
  const done = (error, user) => {
    if (user) response.end(\`Signed in as \${user.id}\`)
    else response.writeHead(400).end(\`Not signed in: \${error?.error ?? error?.message ?? 'refused'}\`)
  }
  passport.authenticate('alles', { session: false }, done)(request, response, done)
}).listen(redirectUri.port || 3000)
`
}
