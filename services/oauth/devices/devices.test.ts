import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../testing/relying-party.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

async function asking() {
  const party = await world.application({ fields: { client_type: 'public', redirect_uris: [] } })
  const request = await client.initiateDeviceAuthorization(party.config, { scope: 'openid offline_access' })
  return { party, request }
}

/** One turn of the device's asking. */
async function poll(party: { id: string }, deviceCode: string) {
  const answer = await fetch(`${world.origin}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: deviceCode,
      client_id: party.id,
    }),
  })
  return (await answer.json()) as Record<string, string>
}

describe('a device without a browser', () => {
  test('RFC8628-1 shows a code, which somebody lets in on another', async () => {
    const [{ party, request }, visitor] = [await asking(), await world.visitor()]
    expect(request.user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
    expect(request.verification_uri).toBe(`${world.origin}/device`)
    expect((await poll(party, request.device_code)).error).toBe('authorization_pending')
    const shown = await visitor.browser.call('GET', `/device?user_code=${request.user_code.toLowerCase()}`)
    expect(shown.body.interaction).toMatchObject({
      application: { id: party.id, host: null },
      scopes: ['openid', 'offline_access'],
      needs: 'decision',
      accounts: [{ id: visitor.id }],
    })
    const decided = await visitor.browser.call('POST', '/device', {
      user_code: request.user_code,
      allow: true,
      account: visitor.id,
      scopes: ['openid', 'offline_access'],
    })
    expect(decided.status).toBe(204)
    const tokens = await poll(party, request.device_code)
    expect(tokens).toMatchObject({ scope: 'openid offline_access', token_type: 'Bearer' })
    expect(
      await client.fetchUserInfo(party.config, tokens['access_token'] ?? '', client.skipSubjectCheck),
    ).toHaveProperty('sub')
    expect(
      (await client.refreshTokenGrant(party.config, tokens['refresh_token'] ?? '')).refresh_token,
    ).toMatch(/./)
    expect((await visitor.browser.call('GET', '/connections')).body.connections).toHaveLength(1)
    await visitor.browser.call('DELETE', '/session')
    expect((await poll(party, request.device_code)).error).toBe('invalid_grant')
  })

  test('RFC8628-2 is told when they do not want to', async () => {
    const [{ party, request }, visitor] = [await asking(), await world.visitor()]
    const given = { user_code: request.user_code, allow: false, account: visitor.id, scopes: [] }
    expect((await visitor.browser.call('POST', '/device', given)).status).toBe(204)
    expect((await poll(party, request.device_code)).error).toBe('access_denied')
    expect((await visitor.browser.call('POST', '/device', given)).body.code).toBe('unknown_user_code')
  })

  test('RFC8628-3 codes that are not, are decided or are another’s lead nowhere', async () => {
    const [{ party, request }, visitor, other] = [await asking(), await world.visitor(), await asking()]
    for (const code of ['BBBB-BBBB', 'x', '', '%00', request.device_code.slice(0, 20)])
      expect(
        (await visitor.browser.call('GET', `/device?user_code=${encodeURIComponent(code)}`)).body.code,
      ).toBe('unknown_user_code')
    expect((await poll(other.party, request.device_code)).error).toBe('invalid_grant')
    expect((await poll(party, 'never')).error).toBe('invalid_grant')
    const foreign = { user_code: request.user_code, allow: true, account: '1', scopes: [] }
    expect((await visitor.browser.call('POST', '/device', foreign)).body.code).toBe('unknown_account')
  })
})
