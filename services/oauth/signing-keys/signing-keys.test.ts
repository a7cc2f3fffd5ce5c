import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchange, signIn, startWorld, type World } from '../testing/relying-party.ts'
import { readJwt } from '../testing/read-jwt.ts'
import { inOrderOfUse, isDue, shownBeforeMs, signsForMs } from './signing-key-policy.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

interface PublicKey {
  readonly kid: string
  readonly alg: string
}

async function shown(): Promise<PublicKey[]> {
  const { keys } = (await (await fetch(`${world.origin}/oidc/jwks`)).json()) as { keys: PublicKey[] }
  return keys
}

describe('signing keys', () => {
  test('are made once, whoever asks first, and cannot be read in the database', async () => {
    const both = await Promise.all([shown(), shown()])
    expect(both[0]).toEqual(both[1])
    const rows = await world.parts.database.sql`select encode(sealed, 'escape') as text from signing_keys`
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row['text']).not.toMatch(/kty|"d"|RSA/)
  })

  test('are replaced with overlap: a new one is shown before it signs, and an old one stays known', async () => {
    const [party, visitor] = [await world.application(), await world.visitor()]
    const kidOf = (token: string | undefined) => readJwt(token ?? '').header['kid']
    const before = await exchange(party, await signIn(party, visitor))
    const [old] = (await shown()).filter((key) => key.alg === 'RS256')
    expect(kidOf(before.id_token)).toBe(old?.kid)
    world.clock.advance(1000)
    expect(await world.calls.rotateSigningKeys({})).toEqual({ made: 2 })
    expect(await shown()).toHaveLength(4)
    const still = await exchange(party, await signIn(party, visitor))
    expect(kidOf(still.id_token)).toBe(old?.kid)
    world.clock.advance(shownBeforeMs + 60_001)
    const fresh = await world.visitor()
    const after = await exchange(party, await signIn(party, fresh))
    expect(kidOf(after.id_token)).not.toBe(old?.kid)
    expect((await shown()).map((key) => key.kid)).toContain(old?.kid)
    // A hint made with the old key is still understood.
    const end = client.buildEndSessionUrl(party.config, { id_token_hint: before.id_token ?? '' })
    expect((await visitor.browser.location(end)).pathname).toBe('/')
  })

  test('are due after their time, each algorithm by itself', () => {
    const now = Date.UTC(2026, 0, 1)
    const key = (algorithm: string, age: number) => ({ algorithm, created_at: new Date(now - age) })
    expect(isDue([], 'RS256', now)).toBe(true)
    expect(isDue([key('RS256', signsForMs - 1)], 'RS256', now)).toBe(false)
    expect(isDue([key('RS256', signsForMs - 1)], 'ES256', now)).toBe(true)
    expect(isDue([key('RS256', signsForMs)], 'RS256', now)).toBe(true)
    const [oldest, newest, fresh] = [key('RS256', 1e9), key('RS256', shownBeforeMs), key('RS256', 1)]
    expect(inOrderOfUse([oldest, fresh, newest], now)).toEqual([newest, oldest, fresh])
    const fresher = key('RS256', 0)
    expect(inOrderOfUse([fresher, fresh], now)).toEqual([fresh, fresher])
  })
})
