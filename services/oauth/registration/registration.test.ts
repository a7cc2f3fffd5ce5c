import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
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

const wanted = {
  client_name: 'Self Made',
  redirect_uris: [callback],
  tos_uri: 'https://app.example/terms',
  policy_uri: 'https://app.example/privacy',
}

const register = (body: unknown, type = 'application/json') =>
  fetch(`${world.origin}/oidc/register`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('an application that registers itself', () => {
  test('RFC7591-1 works like any other, and is shown as nobody’s', async () => {
    const config = await client.dynamicClientRegistration(new URL(world.origin), wanted, undefined, {
      execute: [client.allowInsecureRequests],
    })
    const { client_id: id, client_secret: secret } = config.clientMetadata()
    const party = { id, secret: String(secret), config, owner: await world.person() }
    const visitor = await world.visitor()
    const uid = await arrive(visitor.browser, (await begin(party)).url)
    const { interaction } = (await visitor.browser.call('GET', `/interactions/${uid}`)).body
    expect(interaction.application).toMatchObject({ name: 'Self Made', verified: false })
    expect((await exchange(party, await signIn(party, visitor))).claims()?.aud).toBe(id)
  })

  test('RFC7591-2 says where its terms and its policy are, and gives addresses that are some', async () => {
    for (const [change, error] of [
      [{ tos_uri: undefined }, 'invalid_client_metadata'],
      [{ policy_uri: 'javascript:alert(1)' }, 'invalid_client_metadata'],
      [{ client_name: 'a\nb' }, 'invalid_client_metadata'],
      [{ token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
      [{ grant_types: ['password'] }, 'invalid_client_metadata'],
      [{ response_types: ['token'] }, 'invalid_client_metadata'],
      [{ redirect_uris: [] }, 'invalid_redirect_uri'],
      [{ redirect_uris: ['http://app.example/'] }, 'invalid_redirect_uri'],
    ] as const) {
      const answer = await register({ ...wanted, ...change })
      expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, error])
    }
    for (const body of ['', 'nonsense', '[]', 'null', 'x'.repeat(20_000)])
      expect((await register(body)).status).toBe(400)
    expect((await register(wanted, 'text/plain')).status).toBe(400)
  })

  test('goes after a month in which nobody used it', async () => {
    const used = async () => {
      const answer = (await (
        await register({ ...wanted, token_endpoint_auth_method: 'none' })
      ).json()) as Record<string, string>
      const id = answer['client_id'] ?? ''
      const config = await client.discovery(new URL(world.origin), id, {}, client.None(), {
        execute: [client.allowInsecureRequests],
      })
      return { id, secret: '', config, owner: await world.person() }
    }
    const [kept, gone] = [await used(), await used()]
    await exchange(kept, await signIn(kept, await world.visitor()))
    world.clock.advance(31 * 86_400_000)
    await world.parts.jobs.runInterval('forget_unused_applications')
    const rows = await world.parts.database
      .sql`select id from applications where id in (${kept.id}, ${gone.id})`
    expect(rows.map((row) => row['id'])).toEqual([kept.id])
    await world.parts.jobs.drain()
    world.clock.set(Date.now())
  })
})
