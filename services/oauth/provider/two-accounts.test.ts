import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from '../testing/browser.ts'
import {
  allow,
  arrive,
  begin,
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

/** One person with two accounts, in one browser. */
async function twoFaced() {
  const visitor = await world.visitor()
  const other = await world.person()
  await world.accountsAdmin`
    update accounts set kind = 'secondary', person_id = (select person_id from accounts where id = ${visitor.id})
    where id = ${other.id}`
  const browser = await world.browserOf(visitor.username)
  return {
    primary: { id: visitor.id, browser },
    secondary: { id: other.id, browser },
    username: visitor.username,
  }
}

async function silently(party: RelyingParty, browser: Browser, parameters: Record<string, string> = {}) {
  const begun = await begin(party, { prompt: 'none', ...parameters })
  const back = await browser.location(begun.url)
  const error = back.searchParams.get('error')
  return error ?? (await exchange(party, { begun, back })).claims()?.sub
}

describe('two accounts of one person', () => {
  test('two tabs at once are two accounts, and each application gets the one that was chosen for it', async () => {
    const [party, person] = [await world.application(), await twoFaced()]
    const { browser } = person.primary
    const [one, two] = [await begin(party), await begin(party)]
    const [first, second] = [await arrive(browser, one.url), await arrive(browser, two.url)]
    const { accounts } = (await browser.call('GET', `/interactions/${first}`)).body.interaction
    expect(accounts.map((account: { id: string }) => account.id)).toEqual([
      person.primary.id,
      person.secondary.id,
    ])
    const decided = await browser.call('POST', `/interactions/${second}/allow`, {
      account: person.secondary.id,
      scopes: [],
    })
    // Meanwhile another tab switches the session to one of the two.
    await browser.call('POST', '/session/switch', { account: person.secondary.id })
    const tokensOne = await exchange(party, {
      begun: one,
      back: await allow(browser, first, { account: person.primary.id }),
    })
    await browser.call('POST', '/session/switch', { account: person.primary.id })
    const tokensTwo = await exchange(party, {
      begun: two,
      back: await browser.location(decided.body.location),
    })
    expect(tokensOne.claims()?.sub).not.toBe(tokensTwo.claims()?.sub)
    expect(tokensOne.claims()?.sub).toBe(
      (await exchange(party, await signIn(party, person.primary))).claims()?.sub,
    )
    expect(tokensTwo.claims()?.sub).toBe(
      (await exchange(party, await signIn(party, person.secondary))).claims()?.sub,
    )
  })

  test('prompt=none goes on with the one that was used last, or the one the application names', async () => {
    const [party, person] = [await world.application(), await twoFaced()]
    const { browser } = person.primary
    const one = await exchange(party, await signIn(party, person.primary))
    const two = await exchange(party, await signIn(party, person.secondary))
    expect(await silently(party, browser)).toBe(two.claims()?.sub)
    expect(await silently(party, browser, { id_token_hint: one.id_token ?? '' })).toBe(one.claims()?.sub)
    expect(await silently(party, browser, { login_hint: two.claims()?.sub ?? '' })).toBe(two.claims()?.sub)
  })

  test('an application never learns from prompt=none that both are one person’s', async () => {
    const [party, person] = [await world.application(), await twoFaced()]
    const elsewhere = await world.browserOf(person.username)
    await exchange(party, await signIn(party, person.primary))
    const two = await exchange(party, await signIn(party, { id: person.secondary.id, browser: elsewhere }))
    const stranger = await exchange(party, await signIn(party, await world.visitor()))
    const { browser } = person.primary
    for (const hint of ['id_token_hint', 'login_hint']) {
      const value = (tokens: typeof two) =>
        hint === 'login_hint' ? (tokens.claims()?.sub ?? '') : (tokens.id_token ?? '')
      expect(await silently(party, browser, { [hint]: value(two) })).toBe(
        await silently(party, browser, { [hint]: value(stranger) }),
      )
    }
    const third = await world.browserOf(person.username)
    expect(await silently(party, third)).toBe(await silently(party, (await world.visitor()).browser))
  })

  test('what one account takes back leaves the other as it is', async () => {
    const [party, person] = [await world.application(), await twoFaced()]
    const one = await exchange(party, await signIn(party, person.primary))
    const two = await exchange(party, await signIn(party, person.secondary))
    const gone = await person.primary.browser.send(`/api/alles/connections/${party.id}`, {
      method: 'DELETE',
      headers: { 'alles-account': person.primary.id },
    })
    expect(gone.status).toBe(204)
    const info = (tokens: typeof one) =>
      client.fetchUserInfo(party.config, tokens.access_token, client.skipSubjectCheck)
    await expect(info(one)).rejects.toMatchObject({ status: 401 })
    expect(await info(two)).toEqual({ sub: two.claims()?.sub })
  })

  test('auth_time is when an account first signed in there by the same proof, which the other one shares', async () => {
    const [party, person] = [await world.application(), await twoFaced()]
    const timeOf = async (who: Parameters<typeof signIn>[1]) =>
      (await exchange(party, await signIn(party, who, { max_age: '10000' }))).claims()?.auth_time
    const first = await timeOf(person.primary)
    world.clock.advance(2000)
    const other = await timeOf(person.secondary)
    expect(other).toBeGreaterThan(first ?? Infinity)
    expect(await timeOf(person.primary)).toBe(first)
    const rows = await world.parts.database.sql<{ account_id: string; proved_at: Date }[]>`
      select distinct account_id, proved_at from sign_ins where account_id in (${person.primary.id}, ${person.secondary.id})`
    expect(new Set(rows.map((row) => row.proved_at.getTime())).size).toBe(2)
  })

  test('applications hear of both at moments of their own when they sign out together', async () => {
    const [party, person] = [await world.application(), await twoFaced()]
    await exchange(party, await signIn(party, person.primary))
    await exchange(party, await signIn(party, person.secondary))
    const before = world.clock.now()
    await person.primary.browser.call('DELETE', '/session')
    const moments = () => world.parts.database.sql<{ at: string }[]>`
      select payload ->> 'at' as at from graphile_worker._private_jobs
      where payload -> 'data' ->> 'accountId' in (${person.primary.id}, ${person.secondary.id})`
    await expect.poll(async () => (await moments()).length).toBe(2)
    const [one, two] = (await moments()).map(({ at }) => Number(at) - before)
    expect(one).not.toBe(two)
    for (const wait of [one, two]) {
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(wait).toBeLessThan(600_000)
    }
  })
})
