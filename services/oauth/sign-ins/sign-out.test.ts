import { createServer, type Server } from 'node:http'
import { accessRevoked } from '@alles/accounts/contract'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readJwt } from '../testing/read-jwt.ts'
import { begin, exchange, signIn, startWorld, type World } from '../testing/relying-party.ts'

let world: World
let listening: Server
const heard: Record<string, unknown>[] = []
let status = 200

beforeAll(async () => {
  world = await startWorld()
  listening = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const token = new URLSearchParams(Buffer.concat(chunks).toString()).get('logout_token')
      heard.push(readJwt(token ?? '').claims)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  listening.close()
  await world.stop()
})

const after = 'https://app.example/signed-out'

async function application() {
  const address = listening.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return world.application({
    fields: {
      post_logout_redirect_uris: [after],
      backchannel_logout_uri: `http://127.0.0.1:${port}/signed-out`,
    },
  })
}

async function signedIn(scope = 'openid') {
  const [party, visitor] = [await application(), await world.visitor()]
  const tokens = await exchange(party, await signIn(party, visitor, { scope, prompt: 'consent' }))
  return { party, visitor, tokens }
}

describe('signing out', () => {
  test('OC-BCL-01 an application that people signed in with hears when they sign out, and what it held is dead', async () => {
    const { party, visitor, tokens } = await signedIn()
    heard.length = 0
    await visitor.browser.call('DELETE', '/session')
    await expect.poll(() => userinfo(party.config, tokens.access_token)).toBe(401)
    await world.parts.jobs.drain()
    expect(heard).toMatchObject([
      {
        iss: world.origin,
        aud: party.id,
        sub: tokens.claims()?.sub,
        sid: tokens.claims()?.['sid'],
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      },
    ])
    expect(heard[0]).not.toHaveProperty('nonce')
  })

  test('OC-BCL-02 what may go on while nobody is there goes on, though the application hears', async () => {
    const { party, visitor, tokens } = await signedIn('openid offline_access')
    heard.length = 0
    await visitor.browser.call('DELETE', '/session')
    await expect.poll(() => signedInWith(party)).toBe(0)
    await world.parts.jobs.drain()
    expect(heard).toHaveLength(1)
    const next = await client.refreshTokenGrant(party.config, tokens.refresh_token ?? '')
    expect(await userinfo(party.config, next.access_token)).toBe(200)
  })

  test('OC-BCL-03 one that does not take it is told again', async () => {
    const { party, visitor } = await signedIn()
    heard.length = 0
    status = 500
    await visitor.browser.call('DELETE', '/session')
    await expect.poll(() => signedInWith(party)).toBe(0)
    await expect(world.parts.jobs.drain()).rejects.toThrow(/expected 200 OK/)
    status = 200
    await world.parts.jobs.drain()
    expect(heard.length).toBeGreaterThan(1)
  })

  test('OC-BCL-07 one that took nothing for three days is told no more', async () => {
    onTestFinished(() => {
      world.clock.set(Date.now())
      status = 200
    })
    const { party, visitor } = await signedIn()
    status = 500
    await visitor.browser.call('DELETE', '/session')
    await expect.poll(() => signedInWith(party)).toBe(0)
    world.clock.advance(3 * 86_400_000 - 1)
    await expect(world.parts.jobs.drain()).rejects.toThrow(/expected 200 OK/)
    heard.length = 0
    world.clock.advance(1)
    await world.parts.jobs.drain()
    expect(heard).toEqual([])
  })

  test('OC-BCL-04 one that is disconnected hears so, whether it might go on by itself or not', async () => {
    for (const scope of ['openid', 'openid offline_access']) {
      const { party, visitor, tokens } = await signedIn(scope)
      heard.length = 0
      expect((await visitor.browser.call('DELETE', `/connections/${party.id}`)).status).toBe(204)
      expect(await userinfo(party.config, tokens.access_token)).toBe(401)
      await world.parts.jobs.drain()
      expect(heard).toMatchObject([{ sub: tokens.claims()?.sub, sid: tokens.claims()?.['sid'] }])
    }
  })

  test('OC-BCL-05 one hears when everything an account gave is taken back', async () => {
    const { party, visitor, tokens } = await signedIn('openid offline_access')
    heard.length = 0
    await world.parts.database.transaction((tx) =>
      world.parts.jobs.emit(tx, accessRevoked, { accountId: visitor.id }),
    )
    await world.parts.jobs.drain()
    expect(await userinfo(party.config, tokens.access_token)).toBe(401)
    expect(heard).toMatchObject([{ sub: tokens.claims()?.sub, sid: tokens.claims()?.['sid'] }])
  })

  test('OC-BCL-06 of accounts of one person it hears at different moments, though each had a session of its own', async () => {
    onTestFinished(() => world.clock.set(Date.now()))
    const [party, one] = [await application(), await world.visitor()]
    const other = await world.person()
    await world.accountsAdmin`
      update accounts set kind = 'secondary', person_id = (select person_id from accounts where id = ${one.id})
      where id = ${other.id}`
    await exchange(party, await signIn(party, one))
    const elsewhere = { id: other.id, browser: await world.browserOf(one.username) }
    await exchange(party, await signIn(party, elsewhere))
    heard.length = 0
    const third = await world.browserOf(one.username)
    expect((await third.call('DELETE', '/sessions')).status).toBe(200)
    await expect.poll(() => signedInWith(party)).toBe(0)
    await world.parts.jobs.drain()
    expect(heard).toEqual([])
    world.clock.advance(600_000)
    await world.parts.jobs.drain()
    expect(heard).toHaveLength(2)
  })

  test('OC-RPL-01 an application ends what it had here and sends people on, and our own session stays', async () => {
    const { party, visitor, tokens } = await signedIn()
    heard.length = 0
    const url = client.buildEndSessionUrl(party.config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: after,
      state: 'back again',
    })
    const next = await visitor.browser.location(url)
    expect(next.href).toBe(`${after}?state=back+again`)
    expect(await userinfo(party.config, tokens.access_token)).toBe(401)
    expect((await visitor.browser.call('GET', '/session')).status).toBe(200)
    const silent = await visitor.browser.location((await begin(party, { prompt: 'none' })).url)
    expect(silent.searchParams.get('error')).toBe('account_selection_required')
    await world.parts.jobs.drain()
    expect(heard).toHaveLength(1)
    const posted = await visitor.browser.send('/oidc/end', { method: 'POST', body: url.searchParams })
    expect(posted.headers.get('location')).toBe(next.href)
  })

  test('OC-RPL-02 nobody is signed out by a page that cannot say whom it means, or sent where nobody agreed to', async () => {
    const { party, visitor, tokens } = await signedIn()
    const other = await application()
    const token = tokens.id_token ?? ''
    const forged = `${token.slice(0, -4)}AAAA`
    const attempts: Record<string, string>[] = [
      { client_id: party.id },
      { id_token_hint: forged },
      { id_token_hint: 'nonsense' },
      { id_token_hint: token, client_id: other.id },
      { id_token_hint: token, post_logout_redirect_uri: 'https://evil.example/' },
    ]
    for (const attempt of attempts) {
      const page = await visitor.browser.location(
        new URL(`/oidc/end?${new URLSearchParams(attempt).toString()}`, world.origin),
      )
      expect(page.pathname).toBe('/sign-in-with/error')
    }
    expect(await userinfo(party.config, tokens.access_token)).toBe(200)
  })
})

/** How many sign-ins with an application belong to a session that is there. */
async function signedInWith(party: { id: string }): Promise<number> {
  const rows = await world.parts.database.sql`
    select 1 from sign_ins where application_id = ${party.id} and session_id is not null`
  return rows.length
}

async function userinfo(config: client.Configuration, token: string): Promise<number> {
  const { userinfo_endpoint: address } = config.serverMetadata()
  return (await fetch(address ?? '', { headers: { authorization: `Bearer ${token}` } })).status
}
