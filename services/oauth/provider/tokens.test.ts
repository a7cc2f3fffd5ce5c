import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  begin,
  callback,
  exchange,
  arrive,
  allow,
  signIn,
  startWorld,
  type World,
} from '../testing/relying-party.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

const lasting = { scope: 'openid profile offline_access', prompt: 'consent' }
const refused = (code: string) => expect.objectContaining({ error: code })

/** Does something when so many seconds have passed for the library, which asks the system for the time. */
async function later(seconds: number, work: () => Promise<void>): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })
  try {
    await work()
  } finally {
    vi.useRealTimers()
  }
}

async function connected(given?: Parameters<World['application']>[0]) {
  const [party, visitor] = [await world.application(given), await world.visitor()]
  const tokens = await exchange(party, await signIn(party, visitor, lasting))
  return { party, visitor, tokens, refresh: tokens.refresh_token ?? '' }
}

const info = (config: client.Configuration, token: string) =>
  client.fetchUserInfo(config, token, client.skipSubjectCheck)

describe('refresh tokens', () => {
  test('BCP-2.2.2-1 are replaced at every use; one that is used again takes the whole family', async () => {
    const { party, refresh } = await connected()
    const second = await client.refreshTokenGrant(party.config, refresh)
    expect(second.refresh_token).not.toBe(refresh)
    const third = await client.refreshTokenGrant(party.config, second.refresh_token ?? '')
    await expect(client.refreshTokenGrant(party.config, refresh)).rejects.toEqual(refused('invalid_grant'))
    await expect(client.refreshTokenGrant(party.config, third.refresh_token ?? '')).rejects.toEqual(
      refused('invalid_grant'),
    )
    await expect(info(party.config, third.access_token)).rejects.toMatchObject({ status: 401 })
  })

  test('BCP-2.2.2-2 of two uses at the same time the family does not survive', async () => {
    const { party, refresh } = await connected()
    const both = await Promise.allSettled([
      client.refreshTokenGrant(party.config, refresh),
      client.refreshTokenGrant(party.config, refresh),
    ])
    expect(both.filter((one) => one.status === 'fulfilled').length).toBeLessThanOrEqual(1)
    for (const one of both)
      if (one.status === 'fulfilled')
        await expect(client.refreshTokenGrant(party.config, one.value.refresh_token ?? '')).rejects.toEqual(
          refused('invalid_grant'),
        )
  })

  test('BCP-2.2.2-3 one family leaves the other sign-ins of the account alone', async () => {
    const { party, visitor, refresh } = await connected()
    const other = await exchange(party, await signIn(party, visitor, lasting))
    await client.refreshTokenGrant(party.config, refresh)
    await expect(client.refreshTokenGrant(party.config, refresh)).rejects.toEqual(refused('invalid_grant'))
    expect((await client.refreshTokenGrant(party.config, other.refresh_token ?? '')).access_token).toMatch(
      /./,
    )
  })

  test('end when they are not used for 30 days, and access tokens after an hour', async () => {
    const { party, tokens, refresh } = await connected()
    await later(3620, () =>
      expect(info(party.config, tokens.access_token)).rejects.toMatchObject({ status: 401 }),
    )
    await later(31 * 86_400, () =>
      expect(client.refreshTokenGrant(party.config, refresh)).rejects.toEqual(refused('invalid_grant')),
    )
  })

  test('can ask for less and never for more, and are nothing to another application', async () => {
    const { party, refresh } = await connected()
    const less = await client.refreshTokenGrant(party.config, refresh, { scope: 'openid' })
    expect(Object.keys(await info(party.config, less.access_token))).toEqual(['sub'])
    const other = await world.application()
    await expect(client.refreshTokenGrant(other.config, less.refresh_token ?? '')).rejects.toEqual(
      refused('invalid_grant'),
    )
    const [narrow, visitor] = [await world.application(), await world.visitor()]
    const openid = await exchange(
      narrow,
      await signIn(narrow, visitor, { scope: 'openid offline_access', prompt: 'consent' }),
    )
    await expect(
      client.refreshTokenGrant(narrow.config, openid.refresh_token ?? '', { scope: 'openid profile' }),
    ).rejects.toEqual(refused('invalid_scope'))
  })

  test('a scope that is taken back later is gone from what was given before', async () => {
    const { party, visitor, tokens, refresh } = await connected()
    expect(await info(party.config, tokens.access_token)).toHaveProperty('preferred_username')
    const decline = async (parameters: Record<string, string>) => {
      const uid = await arrive(visitor.browser, (await begin(party, parameters)).url)
      await allow(visitor.browser, uid, { account: visitor.id, scopes: ['openid'] })
    }
    await decline({ scope: 'openid profile' })
    expect(Object.keys(await info(party.config, tokens.access_token))).toEqual(['sub'])
    const next = await client.refreshTokenGrant(party.config, refresh)
    expect(next.scope?.split(' ').toSorted()).toEqual(['offline_access', 'openid'])
    await decline({ scope: 'openid offline_access', prompt: 'consent' })
    await expect(client.refreshTokenGrant(party.config, next.refresh_token ?? '')).rejects.toEqual(
      refused('invalid_grant'),
    )
    const { body } = await visitor.browser.call('GET', '/connections')
    expect(body.connections).toMatchObject([{ scopes: ['openid'], application: { id: party.id } }])
  })
})

describe('revocation and introspection', () => {
  test('RFC7009-1 an application takes back its own token with all that came with it, and no other’s', async () => {
    const { party, tokens, refresh } = await connected()
    const other = await world.application()
    await client.tokenRevocation(other.config, refresh)
    expect(await info(party.config, tokens.access_token)).toHaveProperty('sub')
    await client.tokenRevocation(party.config, refresh)
    await expect(info(party.config, tokens.access_token)).rejects.toMatchObject({ status: 401 })
    await client.tokenRevocation(party.config, 'never was')
  })

  test('RFC7662-1 introspection tells of own tokens alone, with the same sub', async () => {
    const { party, tokens, refresh } = await connected()
    const own = await client.tokenIntrospection(party.config, tokens.access_token)
    expect(own).toMatchObject({
      active: true,
      client_id: party.id,
      sub: tokens.claims()?.sub,
      token_type: 'Bearer',
    })
    expect(await client.tokenIntrospection(party.config, refresh)).toMatchObject({ active: true })
    const suspended = await connected()
    await world.accounts.suspend({ accountId: suspended.visitor.id, suspended: true })
    expect(await client.tokenIntrospection(suspended.party.config, suspended.tokens.access_token)).toEqual({
      active: false,
    })
    const other = await world.application()
    expect(await client.tokenIntrospection(other.config, tokens.access_token)).toEqual({ active: false })
    expect(await client.tokenIntrospection(party.config, 'never was')).toEqual({ active: false })
  })

  test('BCP-4.3-1 a token is taken from the header and never from the address', async () => {
    const { tokens } = await connected()
    const answer = await fetch(`${world.origin}/oidc/me?access_token=${tokens.access_token}`)
    expect(answer.status).toBe(400)
    expect((await fetch(`${world.origin}/oidc/me`)).headers.get('www-authenticate')).toMatch(/Bearer|DPoP/)
  })
})

describe('pushed requests', () => {
  test('RFC9126-1 a request goes by the back channel, and leaves nothing in the address', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const verifier = client.randomPKCECodeVerifier()
    const url = await client.buildAuthorizationUrlWithPAR(party.config, {
      redirect_uri: callback,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: 'pushed',
    })
    expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri'])
    const back = await allow(visitor.browser, await arrive(visitor.browser, url), { account: visitor.id })
    const done = { begun: { url, verifier, state: 'pushed' }, back }
    expect((await exchange(party, done)).claims()?.aud).toBe(party.id)
    expect((await visitor.browser.location(url)).href).toMatch(/error=invalid_request_uri/)
  })

  test('RFC9126-2 one that is made up, expired or another application’s is refused', async () => {
    const [party, other, visitor] = [
      await world.application(),
      await world.application(),
      await world.visitor(),
    ]
    const push = async () =>
      client.buildAuthorizationUrlWithPAR(party.config, {
        redirect_uri: callback,
        scope: 'openid',
        code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
        code_challenge_method: 'S256',
      })
    const madeUp = await push()
    madeUp.searchParams.set('request_uri', 'urn:ietf:params:oauth:request_uri:never')
    expect((await visitor.browser.location(madeUp)).href).toMatch(/error=invalid_request_uri/)
    const foreign = await push()
    foreign.searchParams.set('client_id', other.id)
    expect((await visitor.browser.location(foreign)).pathname).toBe('/sign-in-with/error')
    const expired = await push()
    await later(61, async () => {
      expect((await visitor.browser.location(expired)).href).toMatch(/error=invalid_request_uri/)
    })
  })

  test('RFC9126-3 wants the application to prove itself, and a registered address', async () => {
    const [party] = [await world.application()]
    const push = (headers: Record<string, string>, redirect_uri: string) =>
      fetch(`${world.origin}/oidc/par`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({
          client_id: party.id,
          response_type: 'code',
          scope: 'openid',
          redirect_uri,
        }),
      })
    expect((await push({}, callback)).status).toBe(401)
    const basic = { authorization: `Basic ${btoa(`${party.id}:${party.secret}`)}` }
    expect((await push(basic, 'https://evil.example/')).status).toBe(400)
  })
})

describe('tokens bound to a key (DPoP)', () => {
  const bound = async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const key = await client.randomDPoPKeyPair('ES256')
    const DPoP = client.getDPoPHandle(party.config, key)
    const done = await signIn(party, visitor, lasting)
    return { party, DPoP, tokens: await exchange(party, done, { DPoP }) }
  }

  test('RFC9449-1 work with their key and a nonce of ours', async () => {
    const { party, DPoP, tokens } = await bound()
    expect(tokens.token_type).toBe('dpop')
    const sub = tokens.claims()?.sub ?? ''
    expect(await client.fetchUserInfo(party.config, tokens.access_token, sub, { DPoP })).toHaveProperty(
      'sub',
      sub,
    )
    const next = await client.refreshTokenGrant(party.config, tokens.refresh_token ?? '', undefined, { DPoP })
    expect(next.token_type).toBe('dpop')
    expect(await client.tokenIntrospection(party.config, next.access_token)).toHaveProperty('cnf.jkt')
  })

  test('RFC9449-2 are nothing without it, or with another', async () => {
    const { party, tokens } = await bound()
    await expect(info(party.config, tokens.access_token)).rejects.toMatchObject({ status: 401 })
    const other = client.getDPoPHandle(party.config, await client.randomDPoPKeyPair('ES256'))
    await expect(
      client.fetchUserInfo(party.config, tokens.access_token, client.skipSubjectCheck, { DPoP: other }),
    ).rejects.toMatchObject({ status: 401 })
  })

  test('RFC9449-4 an application whose clock is wrong gets by with our nonce', async () => {
    const party = await world.application({ metadata: { [client.clockSkew]: -1800 } })
    const visitor = await world.visitor()
    const DPoP = client.getDPoPHandle(party.config, await client.randomDPoPKeyPair('ES256'))
    const next = await exchange(party, await signIn(party, visitor, lasting), { DPoP })
    expect(next.token_type).toBe('dpop')
  })

  test('RFC9449-3 a proof counts once', async () => {
    const { party, DPoP, tokens } = await bound()
    let proof = ''
    const listening = await client.discovery(
      new URL(world.origin),
      party.id,
      undefined,
      client.ClientSecretBasic(party.secret),
      {
        execute: [client.allowInsecureRequests],
        [client.customFetch]: async (url, options) => {
          proof = new Headers(options.headers).get('dpop') ?? proof
          return fetch(url, options as RequestInit)
        },
      },
    )
    await client.fetchUserInfo(listening, tokens.access_token, client.skipSubjectCheck, { DPoP })
    const again = await fetch(`${world.origin}/oidc/me`, {
      headers: { authorization: `DPoP ${tokens.access_token}`, dpop: proof },
    })
    expect(again.status).toBe(401)
    expect(again.headers.get('www-authenticate')).toMatch(/invalid_token|invalid_dpop_proof/)
  })
})
