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
  type RelyingParty,
  type World,
} from '../testing/relying-party.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

/** The token endpoint, asked by hand. */
async function tokens(party: RelyingParty, fields: Record<string, string>) {
  const answer = await fetch(`${world.origin}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${party.id}:${party.secret}`)}` },
    body: new URLSearchParams(fields),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, string> }
}

function codeFields({ begun, back }: Awaited<ReturnType<typeof signIn>>) {
  return {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: callback,
    code_verifier: begun.verifier,
  }
}

const userinfo = (token: string) =>
  fetch(`${world.origin}/oidc/me`, { headers: { authorization: `Bearer ${token}` } })

describe('where people are sent back to', () => {
  test('BCP-2.1-1 an address that is not registered to the letter gets nobody, and no error either', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    for (const redirect_uri of [
      'https://evil.example/callback',
      `${callback}/`,
      `${callback}?x=1`,
      'https://app.example.evil.example/callback',
      'https://APP.example/callback/../callback',
    ]) {
      const { url } = await begin(party, { redirect_uri })
      const page = await visitor.browser.location(url)
      expect(page.href).toBe(`${world.origin}/sign-in-with/error?error=invalid_redirect_uri`)
    }
  })

  test('BCP-2.1-2 on this machine the port is free, for public applications alone', async () => {
    const visitor = await world.visitor()
    const fields = { redirect_uris: ['http://127.0.0.1/back'] }
    const native = await world.application({ fields: { ...fields, client_type: 'public' } })
    await arrive(visitor.browser, (await begin(native, { redirect_uri: 'http://127.0.0.1:51234/back' })).url)
    const other = await visitor.browser.location(
      (await begin(native, { redirect_uri: 'http://127.0.0.1:51234/other' })).url,
    )
    expect(other.pathname).toBe('/sign-in-with/error')
    const web = await world.application({ fields })
    const page = await visitor.browser.location(
      (await begin(web, { redirect_uri: 'http://127.0.0.1:51234/back' })).url,
    )
    expect(page.pathname).toBe('/sign-in-with/error')
  })

  test('BCP-4.4-1 the answer says which server it is from, errors too', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const done = await signIn(party, visitor)
    done.back.searchParams.set('iss', 'https://other.example')
    await expect(exchange(party, done)).rejects.toThrow(/iss|response/)
    const error = await visitor.browser.location((await begin(party, { prompt: 'nonsense' })).url)
    expect(error.searchParams.get('iss')).toBe(world.origin)
  })

  test('BCP-4.7-1 a state that was changed is found out by the application', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const done = await signIn(party, visitor)
    done.back.searchParams.set('state', 'another')
    await expect(exchange(party, done)).rejects.toThrow()
  })
})

describe('what is not offered', () => {
  test('BCP-2.1.2-1 no implicit and no hybrid answers', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    for (const response_type of ['token', 'id_token', 'id_token token', 'code id_token', 'none']) {
      const back = await visitor.browser.location((await begin(party, { response_type, nonce: 'n' })).url)
      expect(new URLSearchParams(back.search || back.hash.slice(1)).get('error')).toMatch(
        /unsupported_response_type|invalid_request/,
      )
    }
  })

  test('BCP-2.4-1 no password for a token, nor the application by itself', async () => {
    const party = await world.application()
    for (const grant_type of ['password', 'client_credentials', 'implicit'])
      expect(await tokens(party, { grant_type, username: 'a', password: 'b' })).toMatchObject({
        status: 400,
        body: { error: 'unsupported_grant_type' },
      })
  })

  test('no request objects, by value or by reference', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    for (const extra of [{ request: 'e30.e30.' }, { request_uri: 'https://app.example/request' }]) {
      const back = await visitor.browser.location((await begin(party, extra)).url)
      expect(back.searchParams.get('error')).toMatch(/request(_uri)?_not_supported/)
    }
  })
})

describe('PKCE', () => {
  test('BCP-2.1.1-1 everybody has to use it, by S256', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    for (const change of [
      (url: URL) => url.searchParams.delete('code_challenge'),
      (url: URL) => url.searchParams.set('code_challenge_method', 'plain'),
      (url: URL) => url.searchParams.delete('code_challenge_method'),
    ]) {
      const { url } = await begin(party)
      change(url)
      const back = await visitor.browser.location(url)
      expect(back.searchParams.get('error')).toBe('invalid_request')
    }
  })

  test('BCP-4.8-1 a code is worth nothing without its verifier', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const done = await signIn(party, visitor)
    const { code_verifier: _, ...without } = codeFields(done)
    expect((await tokens(party, without)).body.error).toBe('invalid_grant')
    const wrong = { ...codeFields(done), code_verifier: client.randomPKCECodeVerifier() }
    expect((await tokens(party, wrong)).body.error).toBe('invalid_grant')
  })
})

describe('codes', () => {
  test('BCP-4.2-1 a code counts once, and used again takes what it gave with it', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const done = await signIn(party, visitor, { scope: 'openid offline_access', prompt: 'consent' })
    const first = await tokens(party, codeFields(done))
    expect(first.status).toBe(200)
    expect((await userinfo(first.body.access_token ?? '')).status).toBe(200)
    expect((await tokens(party, codeFields(done))).body.error).toBe('invalid_grant')
    expect((await userinfo(first.body.access_token ?? '')).status).toBe(401)
    const refresh = { grant_type: 'refresh_token', refresh_token: first.body.refresh_token ?? '' }
    expect((await tokens(party, refresh)).body.error).toBe('invalid_grant')
  })

  test('BCP-4.2-2 of two who use it at the same time at most one gets something that lasts', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const fields = codeFields(await signIn(party, visitor))
    const both = await Promise.all([tokens(party, fields), tokens(party, fields)])
    const good = both.filter((one) => one.status === 200)
    expect(good.length).toBeLessThanOrEqual(1)
    for (const one of good) expect((await userinfo(one.body.access_token ?? '')).status).toBe(401)
  })

  test('BCP-4.5-1 the code of one application is nothing to another, and redirect_uri must be the same', async () => {
    const [party, other, visitor] = [
      await world.application(),
      await world.application(),
      await world.visitor(),
    ]
    const fields = codeFields(await signIn(party, visitor))
    expect((await tokens(other, fields)).body.error).toBe('invalid_grant')
    expect((await tokens(party, { ...fields, redirect_uri: 'https://app.example/other' })).body.error).toBe(
      'invalid_grant',
    )
  })

  test('a code that was changed, or never was, is refused', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const fields = codeFields(await signIn(party, visitor))
    for (const code of [`${fields.code.slice(0, -1)}A`, 'x', '%00', 'é'.repeat(50)])
      expect((await tokens(party, { ...fields, code })).body.error).toBe('invalid_grant')
  })
})

describe('the browser', () => {
  test('BCP-4.7-2 a sign-in goes on only in the browser it was begun in', async () => {
    const [party, visitor, victim] = [await world.application(), await world.visitor(), await world.visitor()]
    const begun = await begin(party)
    const uid = await arrive(visitor.browser, begun.url)
    expect((await victim.browser.call('GET', `/interactions/${uid}`)).body.code).toBe('unknown_interaction')
    const stolen = await victim.browser.call('POST', `/interactions/${uid}/allow`, {
      account: victim.id,
      scopes: [],
    })
    expect(stolen.body.code).toBe('unknown_interaction')
    expect((await victim.browser.call('POST', `/interactions/${uid}/deny`)).body.code).toBe(
      'unknown_interaction',
    )
    const answer = await visitor.browser.call('POST', `/interactions/${uid}/allow`, {
      account: visitor.id,
      scopes: [],
    })
    const elsewhere = await victim.browser.location(answer.body.location)
    expect(elsewhere.href).toMatch(/sign-in-with\/error\?error=/)
    expect((await visitor.browser.location(answer.body.location)).searchParams.get('code')).toMatch(/./)
  })

  test('who signs out before coming back begins again', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const uid = await arrive(visitor.browser, (await begin(party)).url)
    const answer = await visitor.browser.call('POST', `/interactions/${uid}/allow`, {
      account: visitor.id,
      scopes: [],
    })
    await visitor.browser.call('DELETE', '/session')
    expect((await visitor.browser.location(answer.body.location)).pathname).toBe('/sign-in-with/error')
  })

  test('nobody allows what is not theirs', async () => {
    const [party, visitor, other] = [await world.application(), await world.visitor(), await world.visitor()]
    const uid = await arrive(visitor.browser, (await begin(party)).url)
    const answer = await visitor.browser.call('POST', `/interactions/${uid}/allow`, {
      account: other.id,
      scopes: [],
    })
    expect(answer).toMatchObject({ status: 403, body: { code: 'unknown_account' } })
    const foreign = await visitor.browser.send(`/api/alles/interactions/${uid}/allow`, {
      method: 'POST',
      headers: { origin: 'https://app.example', 'content-type': 'application/json' },
      body: JSON.stringify({ account: visitor.id, scopes: [] }),
    })
    expect(foreign.status).toBe(403)
  })

  test('two tabs do not disturb each other, and allowing twice changes nothing', async () => {
    const [party, other, visitor] = [
      await world.application(),
      await world.application(),
      await world.visitor(),
    ]
    const [one, two] = [await begin(party), await begin(other)]
    const [first, second] = [await arrive(visitor.browser, one.url), await arrive(visitor.browser, two.url)]
    const backTwo = await allow(visitor.browser, second, { account: visitor.id })
    await visitor.browser.call('POST', `/interactions/${first}/allow`, { account: visitor.id, scopes: [] })
    const backOne = await allow(visitor.browser, first, { account: visitor.id })
    const claims = [
      (await exchange(party, { begun: one, back: backOne })).claims(),
      (await exchange(other, { begun: two, back: backTwo })).claims(),
    ]
    expect(claims.map((claim) => claim?.aud)).toEqual([party.id, other.id])
  })
})

describe('pages of other origins', () => {
  test('read what a public application is answered from where it lives, and nothing of a confidential one', async () => {
    const visitor = await world.visitor()
    const spa = await world.application({ fields: { client_type: 'public' } })
    const fields = { ...codeFields(await signIn(spa, visitor)), client_id: spa.id }
    const ask = (origin: string, body: Record<string, string>) =>
      fetch(`${world.origin}/oidc/token`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams(body),
      })
    expect((await ask('https://evil.example', fields)).headers.get('access-control-allow-origin')).toBeNull()
    const good = await ask('https://app.example', fields)
    expect(good.status).toBe(200)
    expect(good.headers.get('access-control-allow-origin')).toBe('https://app.example')
    const confidential = await world.application()
    const secret = {
      ...codeFields(await signIn(confidential, visitor)),
      client_id: confidential.id,
      client_secret: confidential.secret,
    }
    expect((await ask('https://app.example', secret)).status).toBe(400)
    const preflight = await fetch(`${world.origin}/oidc/token`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(204)
  })
})

describe('proving an application', () => {
  test('wrong, foreign and missing secrets are refused, and a public one has none', async () => {
    const [party, other, visitor] = [
      await world.application(),
      await world.application(),
      await world.visitor(),
    ]
    const fields = codeFields(await signIn(party, visitor))
    for (const secret of ['wrong', other.secret, ''])
      expect((await tokens({ ...party, secret }, fields)).body.error).toMatch(
        /invalid_client|invalid_request/,
      )
    const bare = await fetch(`${world.origin}/oidc/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, client_id: party.id }),
    })
    expect(bare.status).toBe(401)
    expect((await tokens(party, fields)).status).toBe(200)
  })

  test('an unknown application, or none, leads to our page', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    for (const id of ['1', 'x', '99999999999999999999', '']) {
      const { url } = await begin(party)
      url.searchParams.set('client_id', id)
      expect((await visitor.browser.location(url)).pathname).toBe('/sign-in-with/error')
    }
  })
})
