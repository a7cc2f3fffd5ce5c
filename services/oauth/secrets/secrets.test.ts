import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../testing/relying-party.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

/** Whether an application can prove itself with this secret. */
async function proves(id: string, secret: string): Promise<boolean> {
  const answer = await fetch(`${world.origin}/oidc/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ token: 'any' }),
  })
  return answer.status === 200
}

describe('secrets of an application', () => {
  test('two are good at a time, so that one can be replaced without an outage', async () => {
    const { id, secret, owner } = await world.application()
    const path = `/applications/${id}/secrets`
    const added = await owner.send('POST', path)
    expect(added.status).toBe(201)
    expect(added.body.client_secret).toMatch(/^[\w-]{43}$/)
    expect([
      await proves(id, secret),
      await proves(id, added.body.client_secret),
      await proves(id, 'wrong'),
    ]).toEqual([true, true, false])
    expect((await owner.send('POST', path)).body.code).toBe('too_many_secrets')
    const shown = async () => (await owner.send('GET', '/applications')).body.applications[0].secrets
    const hour = new Date(Math.floor(world.clock.now() / 3_600_000) * 3_600_000).toISOString()
    expect((await shown()).map((one: { last_used_at: string }) => one.last_used_at)).toEqual([hour, hour])
    const [first] = await shown()
    expect((await owner.send('DELETE', `${path}/${first.id}`)).status).toBe(204)
    expect([await proves(id, secret), await proves(id, added.body.client_secret)]).toEqual([false, true])
    expect((await owner.send('DELETE', `${path}/${first.id}`)).body.code).toBe('unknown_secret')
    const [last] = await shown()
    expect((await owner.send('DELETE', `${path}/${last.id}`)).body.code).toBe('last_secret')
  })

  test('at most two are made by any number of requests at the same time', async () => {
    const { id, owner } = await world.application()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => owner.send('POST', `/applications/${id}/secrets`)),
    )
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1)
  })

  test('are the owner’s alone, and nothing for a public application', async () => {
    const { id } = await world.application()
    const stranger = await world.person()
    expect((await stranger.send('POST', `/applications/${id}/secrets`)).body.code).toBe('unknown_application')
    expect((await stranger.send('DELETE', `/applications/${id}/secrets/${id}`)).body.code).toBe(
      'unknown_application',
    )
    const open = await world.application({ fields: { client_type: 'public' } })
    expect(open.secret).toBeNull()
    expect((await open.owner.send('POST', `/applications/${open.id}/secrets`)).body.code).toBe(
      'public_client',
    )
    expect(await proves(open.id, 'hashed')).toBe(false)
    expect(await client.tokenIntrospection(open.config, 'never was')).toEqual({ active: false })
  })
})
