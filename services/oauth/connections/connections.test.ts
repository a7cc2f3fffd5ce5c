import { accessRevoked } from '@alles/accounts/contract'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { begin, exchange, signIn, startWorld, type World } from '../testing/relying-party.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

const lasting = { scope: 'openid profile offline_access', prompt: 'consent' }

async function connected() {
  const [party, visitor] = [await world.application(), await world.visitor()]
  const tokens = await exchange(party, await signIn(party, visitor, lasting))
  return { party, visitor, tokens }
}

type Connected = Awaited<ReturnType<typeof connected>>

async function isDead({ party, tokens }: Connected): Promise<void> {
  const info = client.fetchUserInfo(party.config, tokens.access_token, client.skipSubjectCheck)
  await expect(info).rejects.toMatchObject({ status: 401 })
  await expect(client.refreshTokenGrant(party.config, tokens.refresh_token ?? '')).rejects.toMatchObject({
    status: expect.any(Number),
  })
}

describe('connected applications', () => {
  test('are listed with what they may see, since when and last used, and to their account alone', async () => {
    const { party, visitor } = await connected()
    const { body } = await visitor.browser.call('GET', '/connections')
    const hour = new Date(Math.floor(world.clock.now() / 3_600_000) * 3_600_000).toISOString()
    expect(body.connections).toEqual([
      {
        application: {
          id: party.id,
          name: 'Wanderbuch',
          verified: true,
          description: '',
          logo: null,
          terms_url: 'https://app.example/terms',
          privacy_url: 'https://app.example/privacy',
          host: 'app.example',
        },
        scopes: ['openid', 'profile', 'offline_access'],
        since: expect.any(String),
        last_used_at: hour,
      },
    ])
    expect((await (await world.visitor()).browser.call('GET', '/connections')).body.connections).toEqual([])
  })

  test('taken back are dead at once, and asked for consent again', async () => {
    const given = await connected()
    const { party, visitor } = given
    expect((await visitor.browser.call('DELETE', `/connections/${party.id}`)).status).toBe(204)
    await isDead(given)
    const silent = await visitor.browser.location((await begin(party, { prompt: 'none' })).url)
    expect(silent.searchParams.get('error')).toBe('account_selection_required')
    expect((await visitor.browser.call('DELETE', `/connections/${party.id}`)).body.code).toBe(
      'unknown_connection',
    )
  })

  test('end with everything that an account gave to others', async () => {
    const given = await connected()
    await world.parts.database.transaction((tx) =>
      world.parts.jobs.emit(tx, accessRevoked, { accountId: given.visitor.id }),
    )
    await world.parts.jobs.drain()
    await isDead(given)
  })

  test('end when their account is suspended or forgotten', async () => {
    const suspended = await connected()
    await world.accounts.suspend({ accountId: suspended.visitor.id, suspended: true })
    await isDead(suspended)
    const forgotten = await connected()
    await world.calls.forget({ accountId: forgotten.visitor.id, mode: 'everything' })
    await isDead(forgotten)
  })

  test('end when the application is paused, suspended or deleted, or its owner is suspended', async () => {
    const paused = await connected()
    const edit = (change: object) =>
      paused.party.owner.send('PATCH', `/applications/${paused.party.id}`, change)
    expect((await edit({ paused: true })).body.application.paused).toBe(true)
    await isDead(paused)
    const page = await paused.visitor.browser.location((await begin(paused.party)).url)
    expect(page.pathname).toBe('/sign-in-with/error')
    await edit({ paused: false })
    await isDead(paused)
    expect((await exchange(paused.party, await signIn(paused.party, paused.visitor))).claims()?.aud).toBe(
      paused.party.id,
    )

    const deleted = await connected()
    await deleted.party.owner.send('DELETE', `/applications/${deleted.party.id}`)
    await isDead(deleted)
    expect((await deleted.visitor.browser.call('GET', '/connections')).body.connections).toEqual([])

    const orphaned = await connected()
    await world.accounts.suspend({ accountId: orphaned.party.owner.id, suspended: true })
    await isDead(orphaned)
  })

  test('an administrator stops an application of anybody, and nobody else does', async () => {
    const given = await connected()
    const { party, visitor } = given
    const path = `/applications/${party.id}/suspension`
    expect((await party.owner.send('PUT', path, { suspended: true })).status).toBe(403)
    await world.accounts.grantAdministrator({ accountId: visitor.id, granted: true })
    expect((await visitor.browser.call('PUT', path, { suspended: true })).status).toBe(204)
    await isDead(given)
    const { applications } = (await party.owner.send('GET', '/applications')).body
    expect(applications[0]).toMatchObject({ suspended: true, usage: { connected: 1, sign_ins: 1 } })
    expect(
      (await party.owner.send('PATCH', `/applications/${party.id}`, { paused: false })).body.application
        .suspended,
    ).toBe(true)
    await visitor.browser.call('PUT', path, { suspended: false })
    expect((await exchange(party, await signIn(party, visitor))).claims()?.aud).toBe(party.id)
    expect(
      (await visitor.browser.call('PUT', '/applications/1/suspension', { suspended: true })).status,
    ).toBe(404)
  })
})

describe('what is stored', () => {
  test('every token descends from a consent, and has no scope beyond it', async () => {
    await connected()
    const { sql } = world.parts.database
    expect(
      await sql`select 1 from tokens t where t.kind in ('AuthorizationCode', 'AccessToken', 'RefreshToken')
        and not exists (select from sign_ins s join grants g using (account_id, application_id) where s.id = t.sign_in_id)`,
    ).toEqual([])
    expect(
      await sql`select 1 from sign_ins s join grants g using (account_id, application_id)
        where not string_to_array(s.scopes, ' ') <@ string_to_array(g.scopes, ' ')`,
    ).toEqual([])
  })
})
