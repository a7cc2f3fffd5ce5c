import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  allow,
  arrive,
  begin,
  callback,
  exchange,
  signIn,
  startWorld,
  type World,
} from '../testing/relying-party.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

const info = (party: { config: client.Configuration }, token: string) =>
  client.fetchUserInfo(party.config, token, client.skipSubjectCheck)

describe('discovery', () => {
  test('OC-DISC-01 says what there is, under both names, to every origin', async () => {
    for (const name of ['openid-configuration', 'oauth-authorization-server']) {
      const answer = await fetch(`${world.origin}/.well-known/${name}`, {
        headers: { origin: 'https://else.example' },
      })
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://else.example')
      expect(await answer.json()).toMatchObject({
        issuer: world.origin,
        authorization_endpoint: `${world.origin}/oidc/auth`,
        token_endpoint: `${world.origin}/oidc/token`,
        userinfo_endpoint: `${world.origin}/oidc/me`,
        jwks_uri: `${world.origin}/oidc/jwks`,
        device_authorization_endpoint: `${world.origin}/oidc/device/auth`,
        end_session_endpoint: `${world.origin}/oidc/end`,
        response_types_supported: ['code'],
        subject_types_supported: ['pairwise'],
        scopes_supported: ['openid', 'profile', 'offline_access'],
        code_challenge_methods_supported: ['S256'],
        id_token_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256']),
        authorization_response_iss_parameter_supported: true,
        backchannel_logout_supported: true,
      })
    }
  })

  test('OC-DISC-02 shows public keys alone', async () => {
    const { keys } = (await (await fetch(`${world.origin}/oidc/jwks`)).json()) as { keys: object[] }
    expect(keys.map((key) => (key as { alg: string }).alg).toSorted()).toEqual(['ES256', 'RS256'])
    for (const key of keys)
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(key).not.toHaveProperty(secret)
  })

  test('OC-DISC-03 keeps to the address people see, whatever Host says', async () => {
    const answer = await world.http.inject({
      url: '/.well-known/openid-configuration',
      headers: { host: 'evil.example' },
    })
    expect(answer.json().token_endpoint).toBe(`${world.origin}/oidc/token`)
  })

  test('answers what is not there in our own shape', async () => {
    expect((await world.http.inject('/oidc/nothing')).statusCode).toBe(404)
    expect((await world.http.inject('/oidc/token')).statusCode).toBe(405)
  })
})

describe('signing in with a code', () => {
  test('OC-BASIC-01 gives a code, an ID token and userinfo that say sub alone', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const done = await signIn(party, visitor)
    expect(done.back.origin + done.back.pathname).toBe(callback)
    const tokens = await exchange(party, done)
    const claims = tokens.claims()
    expect(claims).toMatchObject({ iss: world.origin, aud: party.id })
    expect(claims?.sub).toMatch(/^[\w-]{43}$/)
    expect(Object.keys(claims ?? {}).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub'])
    expect(await client.fetchUserInfo(party.config, tokens.access_token, claims?.sub ?? '')).toEqual({
      sub: claims?.sub,
    })
    expect(tokens.refresh_token).toBeUndefined()
  })

  test('OC-BASIC-02 gives the public account with profile, and nothing of it in the ID token', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const tokens = await exchange(party, await signIn(party, visitor, { scope: 'openid profile' }))
    expect(await info(party, tokens.access_token)).toEqual({
      sub: tokens.claims()?.sub,
      alles_account: visitor.id,
      preferred_username: visitor.username,
      name: visitor.username,
      profile: `${world.origin}/@${visitor.username}`,
    })
    expect(tokens.claims()).not.toHaveProperty('preferred_username')
  })

  test('OC-BASIC-03 gives two applications two subs, two accounts two subs, and one always the same', async () => {
    const [one, other] = [await world.application(), await world.application()]
    const [anna, ben] = [await world.visitor(), await world.visitor()]
    const sub = async (party: typeof one, visitor: typeof anna) =>
      (await exchange(party, await signIn(party, visitor))).claims()?.sub
    const subs = [await sub(one, anna), await sub(other, anna), await sub(one, ben), await sub(other, ben)]
    expect(new Set(subs).size).toBe(4)
    expect(await sub(one, anna)).toBe(subs[0])
  })

  test('OC-BASIC-04 gives no more than was allowed, whatever was asked for', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const begun = await begin(party, { scope: 'openid profile made_up' })
    const uid = await arrive(visitor.browser, begun.url)
    const shown = await visitor.browser.call('GET', `/interactions/${uid}`)
    expect(shown.body.interaction).toMatchObject({
      uid,
      scopes: ['openid', 'profile'],
      needs: 'decision',
      accounts: [{ id: visitor.id, username: visitor.username, granted: [] }],
      application: {
        id: party.id,
        name: 'Wanderbuch',
        host: 'app.example',
        terms_url: 'https://app.example/terms',
      },
    })
    const back = await allow(visitor.browser, uid, {
      account: visitor.id,
      scopes: ['openid', 'offline_access'],
    })
    const tokens = await exchange(party, { begun, back })
    expect(tokens.scope).toBe('openid')
    expect(await info(party, tokens.access_token)).toEqual({ sub: tokens.claims()?.sub })
  })

  test('OC-BASIC-05 carries nonce and auth_time, and answers with iss and state', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const nonce = client.randomNonce()
    const { begun, back } = await signIn(party, visitor, {
      nonce,
      max_age: '1000',
      acr_values: 'urn:alles:fresh',
    })
    expect(back.searchParams.get('iss')).toBe(world.origin)
    expect(back.searchParams.get('state')).toBe(begun.state)
    const tokens = await client.authorizationCodeGrant(party.config, back, {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
      expectedNonce: nonce,
      maxAge: 1000,
    })
    expect(tokens.claims()?.auth_time).toBe(Math.floor(world.clock.now() / 1000))
    expect(tokens.claims()?.acr).toBe('urn:alles:fresh')
  })

  test('OC-BASIC-06 answers by form_post in a page whose only script is known by its hash', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const begun = await begin(party, { response_mode: 'form_post' })
    const uid = await arrive(visitor.browser, begun.url)
    const { body } = await visitor.browser.call('POST', `/interactions/${uid}/allow`, {
      account: visitor.id,
      scopes: [],
    })
    const page = await visitor.browser.send(body.location)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toMatch(
      /script-src 'report-sample' 'sha256-[\w+/=]+'/,
    )
    expect(await page.text()).toContain(`action="${callback}"`)
  })

  test('OC-BASIC-07 takes the request by POST as by GET', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const { url } = await begin(party)
    const answer = await visitor.browser.send('/oidc/auth', { method: 'POST', body: url.searchParams })
    expect(answer.status).toBe(303)
    await arrive(visitor.browser, new URL(answer.headers.get('location') ?? '', world.origin))
    const nonsense = await visitor.browser.send('/oidc/auth', { method: 'POST', body: 'x' })
    expect(nonsense.headers.get('location')).toBe('/sign-in-with/error?error=invalid_request')
  })

  test('OC-BASIC-08 takes the secret in the form as well as in the header', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const { begun, back } = await signIn(party, visitor)
    const answer = await fetch(`${world.origin}/oidc/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        redirect_uri: callback,
        code_verifier: begun.verifier,
        client_id: party.id,
        client_secret: party.secret,
      }),
    })
    expect(await answer.json()).toHaveProperty('id_token')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('OC-BASIC-09 tells the application that the person did not want to', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const begun = await begin(party)
    const uid = await arrive(visitor.browser, begun.url)
    const denied = await visitor.browser.call('POST', `/interactions/${uid}/deny`)
    const back = await visitor.browser.location(denied.body.location)
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: 'access_denied',
      state: begun.state,
      iss: world.origin,
    })
    expect((await visitor.browser.call('GET', `/interactions/${uid}`)).status).toBe(404)
  })

  test('keeps one short cookie while it is under way, and none after', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const begun = await begin(party)
    const uid = await arrive(visitor.browser, begun.url)
    expect(visitor.browser.cookies().toSorted()).toEqual(['session', 'sign-in-with'])
    await allow(visitor.browser, uid, { account: visitor.id })
    expect(visitor.browser.cookies()).toEqual(['session'])
  })

  test('stores no token and nothing readable', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const done = await signIn(party, visitor, {
      scope: 'openid offline_access',
      prompt: 'consent',
      login_hint: 'canary-hint',
    })
    const tokens = await exchange(party, done)
    const stored = await world.parts.database.sql`select t.*, encode(payload, 'escape') as text from tokens t`
    const rows = JSON.stringify(stored)
    for (const secret of [
      tokens.access_token,
      tokens.refresh_token ?? '-',
      done.back.searchParams.get('code') ?? '-',
      'canary-hint',
    ])
      expect(rows).not.toContain(secret)
    expect(world.lines.join('\n')).not.toContain(tokens.access_token)
    expect(world.lines.filter((line) => line.includes('oidc.bug'))).toEqual([])
  })
})

describe('an application that is none', () => {
  test.each(['9999999999999999999', '00', '1', 'x', '-1', ''])('is unknown as %j, and no bug', async (id) => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const { url } = await begin(party)
    url.searchParams.set('client_id', id)
    for (const prompt of ['login', 'none']) {
      url.searchParams.set('prompt', prompt)
      const page = await visitor.browser.location(url)
      expect(`${page.pathname}${page.search}`).toMatch(
        /^\/sign-in-with\/error\?error=invalid_(client|request)$/,
      )
    }
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id: id })
    const answer = await fetch(`${world.origin}/oidc/token`, { method: 'POST', body })
    expect(answer.status).toBeLessThan(500)
  })
})
