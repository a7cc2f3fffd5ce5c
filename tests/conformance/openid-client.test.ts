import { createServer, type Server } from 'node:http'
import * as client from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allow, CookieBrowser } from '../support/cookie-browser.ts'
import { signIn as signInAgain, signUp, type TestPerson } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** A client nobody here wrote, as relying party of a running server. */

const callback = 'https://app.example/callback'
const after = 'https://app.example/signed-out'

let server: TestServer
let person: TestPerson
let secondary: string
let browser: CookieBrowser
let listening: Server
const heard: string[] = []

beforeAll(async () => {
  server = await startServer()
  person = await signUp(server.origin)
  browser = new CookieBrowser(server.origin, person.cookie)
  const made = await person.call<{ account: { id: string } }>('POST', '/api/alles/accounts/secondary', {
    username: `other_face_${process.pid}`,
  })
  secondary = made.account.id
  listening = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push(new URLSearchParams(Buffer.concat(chunks).toString()).get('logout_token') ?? '')
      response.end()
    })
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  listening.close()
  await server.remove()
})

async function application(given: object = {}): Promise<client.Configuration> {
  const { application: made, client_secret: secret } = await person.call<{
    application: { id: string }
    client_secret: string | null
  }>('POST', '/api/alles/applications', {
    name: 'Relying Party',
    redirect_uris: [callback],
    terms_url: 'https://app.example/terms',
    privacy_url: 'https://app.example/privacy',
    ...given,
  })
  const proof = secret === null ? client.None() : client.ClientSecretBasic(secret)
  return client.discovery(new URL(server.origin), made.id, {}, proof, {
    execute: [client.allowInsecureRequests],
  })
}

interface Choice {
  readonly account?: string
  readonly parameters?: Record<string, string>
  readonly DPoP?: client.DPoPHandle
  readonly pushed?: boolean
  readonly from?: CookieBrowser
}

async function signIn(
  config: client.Configuration,
  { account, parameters, DPoP, pushed, from = browser }: Choice = {},
) {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const asked = {
    redirect_uri: callback,
    scope: 'openid profile offline_access',
    prompt: 'consent',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...parameters,
  }
  const url = pushed
    ? await client.buildAuthorizationUrlWithPAR(config, asked)
    : client.buildAuthorizationUrl(config, asked)
  const back = await allow(from, await from.location(url), account ?? person.id)
  const checks = { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true }
  return client.authorizationCodeGrant(config, back, checks, undefined, DPoP ? { DPoP } : undefined)
}

const statusOf = async (config: client.Configuration, token: string) =>
  (
    await fetch(config.serverMetadata().userinfo_endpoint ?? '', {
      headers: { authorization: `Bearer ${token}` },
    })
  ).status

test('discovery, a code with PKCE, and userinfo', async () => {
  const config = await application()
  const tokens = await signIn(config)
  const sub = tokens.claims()?.sub ?? ''
  expect(await client.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
    sub,
    alles_account: person.id,
    preferred_username: person.username,
  })
})

test('two applications see two subs, and two accounts of one person two in one', async () => {
  const [one, other] = [await application(), await application()]
  const subs = [
    await signIn(one),
    await signIn(other),
    await signIn(one, { account: secondary }),
    await signIn(one),
  ].map((tokens) => tokens.claims()?.sub)
  expect(new Set(subs).size).toBe(3)
  expect(subs[3]).toBe(subs[0])
})

test('refresh tokens rotate, and one that is used again kills the family', async () => {
  const config = await application()
  const first = await signIn(config)
  const second = await client.refreshTokenGrant(config, first.refresh_token ?? '')
  await expect(client.refreshTokenGrant(config, first.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  })
  await expect(client.refreshTokenGrant(config, second.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  })
  expect(await statusOf(config, second.access_token)).toBe(401)
})

test('introspection, and revocation by the application and by the person', async () => {
  const config = await application()
  const tokens = await signIn(config)
  expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true })
  await client.tokenRevocation(config, tokens.refresh_token ?? '')
  expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false })
  const again = await signIn(config)
  const { client_id: id } = config.clientMetadata()
  await browser.call('DELETE', `/connections/${id}`)
  expect(await statusOf(config, again.access_token)).toBe(401)
})

test('pushed requests and tokens bound to a key', async () => {
  const config = await application()
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair())
  const tokens = await signIn(config, { pushed: true, DPoP })
  expect(tokens.token_type).toBe('dpop')
  const sub = tokens.claims()?.sub ?? ''
  expect(await client.fetchUserInfo(config, tokens.access_token, sub, { DPoP })).toMatchObject({ sub })
  expect(await statusOf(config, tokens.access_token)).toBe(401)
})

test('a device is let in on another', async () => {
  const config = await application({ client_type: 'public', redirect_uris: [] })
  const asked = await client.initiateDeviceAuthorization(config, { scope: 'openid' })
  await browser.call('POST', '/device', {
    user_code: asked.user_code,
    allow: true,
    account: secondary,
    scopes: ['openid'],
  })
  const tokens = await client.pollDeviceAuthorizationGrant(config, asked)
  expect(await statusOf(config, tokens.access_token)).toBe(200)
})

test('signing out at the application, and here: the application hears by the back channel', async () => {
  const address = listening.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const config = await application({
    post_logout_redirect_uris: [after],
    backchannel_logout_uri: `http://127.0.0.1:${port}/`,
  })
  // A session of one account alone: applications of several hear at moments of their own.
  const from = new CookieBrowser(server.origin, (await signInAgain(person)).cookie)
  const first = await signIn(config, { from, parameters: { scope: 'openid' } })
  const end = client.buildEndSessionUrl(config, {
    id_token_hint: first.id_token ?? '',
    post_logout_redirect_uri: after,
  })
  expect((await from.location(end)).href).toBe(after)
  expect(await statusOf(config, first.access_token)).toBe(401)
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1)
  const second = await signIn(config, { from, parameters: { scope: 'openid' } })
  await from.call('DELETE', '/session')
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(2)
  expect(await statusOf(config, second.access_token)).toBe(401)
})

test('the server said nothing on the console but its own lines', () => {
  expect(server.output()).not.toMatch(/oidc-provider|"level":"error"/)
})
