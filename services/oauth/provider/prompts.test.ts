import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Browser } from '../testing/browser.ts'
import { allow, arrive, begin, exchange, signIn, startWorld, type World } from '../testing/relying-party.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

/** What a request that wants no page is answered. */
async function silently(
  party: Awaited<ReturnType<World['application']>>,
  browser: Browser,
  parameters: Record<string, string> = {},
) {
  const begun = await begin(party, { prompt: 'none', ...parameters })
  const back = await browser.location(begun.url)
  const error = back.searchParams.get('error')
  return { error, begun, back, sub: async () => (await exchange(party, { begun, back })).claims()?.sub }
}

describe('whom the page is shown', () => {
  test('OC-PROMPT-01 the page waits for somebody to sign in, and goes on with whoever does', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const browser = new Browser(world.origin)
    const begun = await begin(party)
    const uid = await arrive(browser, begun.url)
    expect((await browser.call('GET', `/interactions/${uid}`)).body.interaction).toMatchObject({
      needs: 'sign_in',
      accounts: [],
      suggested: null,
    })
    await browser.call('POST', '/session', { login: visitor.username, password: 'a good password' })
    expect((await browser.call('GET', `/interactions/${uid}`)).body.interaction.needs).toBe('decision')
    const tokens = await exchange(party, { begun, back: await allow(browser, uid, { account: visitor.id }) })
    expect(tokens.claims()?.aud).toBe(party.id)
  })

  test('OC-PROMPT-02 somebody who agreed before is asked again, with their account suggested', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    await exchange(party, await signIn(party, visitor, { scope: 'openid profile' }))
    const uid = await arrive(visitor.browser, (await begin(party)).url)
    const { interaction } = (await visitor.browser.call('GET', `/interactions/${uid}`)).body
    expect(interaction).toMatchObject({
      suggested: visitor.id,
      accounts: [{ granted: ['openid', 'profile'] }],
    })
  })

  test('OC-PROMPT-03 prompt=login and max_age want a proof that came after', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    world.clock.advance(20_000)
    for (const parameters of [{ prompt: 'login' }, { max_age: '10' }, { max_age: '0' }]) {
      const begun = await begin(party, parameters)
      const uid = await arrive(visitor.browser, begun.url)
      expect((await visitor.browser.call('GET', `/interactions/${uid}`)).body.interaction.needs).toBe(
        'fresh_sign_in',
      )
      const refused = await visitor.browser.call('POST', `/interactions/${uid}/allow`, {
        account: visitor.id,
        scopes: [],
      })
      expect(refused.body).toMatchObject({ code: 'fresh_sign_in_required' })
      world.clock.advance(1000)
      await visitor.browser.call('POST', '/session/confirm', { password: 'a good password' })
      const back = await allow(visitor.browser, uid, { account: visitor.id })
      const tokens = await exchange(party, { begun, back })
      expect(tokens.claims()?.auth_time).toBe(Math.floor(world.clock.now() / 1000))
      world.clock.advance(20_000)
    }
    world.clock.set(Date.now())
  })

  test('OC-PROMPT-04 acr_values=urn:alles:fresh wants a proof of the last five minutes', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    world.clock.advance(6 * 60_000)
    const step = await arrive(visitor.browser, (await begin(party, { acr_values: 'urn:alles:fresh' })).url)
    expect((await visitor.browser.call('GET', `/interactions/${step}`)).body.interaction.needs).toBe(
      'fresh_sign_in',
    )
    const tokens = await exchange(party, await signIn(party, visitor, { acr_values: 'urn:alles:session' }))
    expect(tokens.claims()?.acr).toBe('urn:alles:session')
    world.clock.set(Date.now())
  })

  test('OC-PROMPT-05 a hint by sub suggests that account, and another one is not given instead', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const tokens = await exchange(party, await signIn(party, visitor))
    const stranger = await world.visitor()
    const begun = await begin(party, { id_token_hint: tokens.id_token ?? '' })
    const uid = await arrive(stranger.browser, begun.url)
    const answer = await stranger.browser.call('POST', `/interactions/${uid}/allow`, {
      account: stranger.id,
      scopes: [],
    })
    const back = await stranger.browser.location(answer.body.location)
    expect(back.searchParams.get('error')).toBe('login_required')
    const own = await arrive(
      visitor.browser,
      (await begin(party, { login_hint: tokens.claims()?.sub ?? '' })).url,
    )
    expect((await visitor.browser.call('GET', `/interactions/${own}`)).body.interaction.suggested).toBe(
      visitor.id,
    )
    const byName = await arrive(stranger.browser, (await begin(party, { login_hint: stranger.username })).url)
    expect(
      (await stranger.browser.call('GET', `/interactions/${byName}`)).body.interaction.suggested,
    ).toBeNull()
  })
})

describe('prompt=none', () => {
  test('OC-NONE-01 answers for the account that signed in here before, by PAR and hint as well', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const tokens = await exchange(party, await signIn(party, visitor))
    const sub = tokens.claims()?.sub
    const again = await silently(party, visitor.browser)
    expect(again.error).toBeNull()
    expect(await again.sub()).toBe(sub)
    const hinted = await silently(party, visitor.browser, { id_token_hint: tokens.id_token ?? '' })
    expect(await hinted.sub()).toBe(sub)
  })

  test('OC-NONE-02 nobody is signed in: login_required', async () => {
    const party = await world.application()
    expect((await silently(party, new Browser(world.origin))).error).toBe('login_required')
  })

  test('OC-NONE-03 nobody signed in with the application here: account_selection_required', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    expect((await silently(party, visitor.browser)).error).toBe('account_selection_required')
    await exchange(party, await signIn(party, visitor))
    const elsewhere = await world.browserOf(visitor.username)
    expect((await silently(party, elsewhere)).error).toBe('account_selection_required')
  })

  test('OC-NONE-04 more scopes than were given: consent_required; a proof too old or somebody else: login_required', async () => {
    const [party, visitor, other] = [await world.application(), await world.visitor(), await world.visitor()]
    await exchange(party, await signIn(party, visitor))
    expect((await silently(party, visitor.browser, { scope: 'openid profile' })).error).toBe(
      'consent_required',
    )
    const foreign = await exchange(party, await signIn(party, other))
    const hinted = await silently(party, visitor.browser, { id_token_hint: foreign.id_token ?? '' })
    expect(hinted.error).toBe('account_selection_required')
    world.clock.set(Date.now() - 60_000)
    const past = await world.visitor()
    await exchange(party, await signIn(party, past))
    expect((await silently(party, past.browser, { max_age: '10000' })).error).toBeNull()
    expect((await silently(party, past.browser, { max_age: '10' })).error).toBe('login_required')
    world.clock.set(Date.now())
  })

  test('OC-NONE-05 goes with nothing else', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    expect((await silently(party, visitor.browser, { prompt: 'none login' })).error).toBe('invalid_request')
  })
})
