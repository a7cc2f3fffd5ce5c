import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coverage, unsealedValues } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import { startOAuth, type RunningOAuth, type Send } from '../testing/start-oauth.ts'
import { smallPicture } from '../testing/small-picture.ts'

let running: RunningOAuth

beforeAll(async () => {
  running = await startOAuth()
})
afterAll(() => running.stop())

const draft = {
  name: 'Canary App',
  redirect_uris: [],
  terms_url: 'https://example.org/canary-terms',
  privacy_url: 'https://example.org/privacy',
}

async function applicationOf(send: Send, given: object = {}) {
  const answer = await send('POST', '/applications', { ...draft, ...given })
  expect(answer.status).toBe(201)
  return answer.body as { application: { id: string }; client_secret: string }
}

describe('the picture of an application', () => {
  test('is made of an upload of its owner, replaced, and gone with it', async () => {
    const { id: owner, send } = await running.person()
    const { application } = await applicationOf(send)
    const edit = (logo: string | null) => send('PATCH', `/applications/${application.id}`, { logo })
    const upload = async () => {
      const answer = await running.http.inject({
        method: 'POST',
        url: '/api/alles/uploads',
        headers: { 'test-account': owner, 'content-type': 'image/png' },
        payload: smallPicture(),
      })
      return answer.json<{ upload: { id: string } }>().upload.id
    }
    const shown = async (hash: string) =>
      (await running.http.inject(`/media/app-icons/${application.id}/${hash}.webp`)).statusCode
    const first = (await edit(await upload())).body.application.logo
    expect(await shown(first)).toBe(200)
    const second = (await edit(await upload())).body.application.logo
    expect([second === first, await shown(first), await shown(second)]).toEqual([false, 404, 200])
    expect((await edit('1')).body.code).toBe('unknown_upload')
    const stranger = await running.person()
    const foreign = await upload()
    const theirs = (await applicationOf(stranger.send)).application.id
    expect((await stranger.send('PATCH', `/applications/${theirs}`, { logo: foreign })).body.code).toBe(
      'unknown_upload',
    )
    await send('DELETE', `/applications/${application.id}`)
    await running.parts.jobs.drain()
    expect(await shown(second)).toBe(404)
  })
})

describe('registering an application', () => {
  test('answers it with its secret, which is kept as a hash alone', async () => {
    const { send } = await running.person()
    const { application, client_secret } = await applicationOf(send, { description: 'Pongs.' })
    expect(application).toEqual({
      ...draft,
      id: expect.stringMatching(/^\d{17,19}$/),
      description: 'Pongs.',
      post_logout_redirect_uris: [],
      backchannel_logout_uri: null,
      client_type: 'confidential',
      logo: null,
      bot: false,
      paused: false,
      suspended: false,
      secrets: [{ id: expect.any(String), created_at: expect.any(String), last_used_at: null }],
      usage: { connected: 0, sign_ins: 0 },
      created_at: expect.any(String),
    })
    expect(client_secret).toMatch(/^[\w-]{43}$/)
    expect((await send('GET', '/applications')).body).toEqual({ applications: [application] })
    const found = await running.parts.database
      .sql`select a::text || s::text as row from applications a join client_secrets s on s.application_id = a.id`
    const stored = found.map((row) => String(row['row'])).join()
    for (const canary of [client_secret, 'anary App', 'canary-terms'])
      for (const form of [canary, Buffer.from(canary).toString('hex')]) expect(stored).not.toContain(form)
  })

  test.each([
    ['terms_url', 'http://example.org/'],
    ['terms_url', 'javascript:alert(1)'],
    ['privacy_url', 'not an address'],
    ['privacy_url', 'https://user:secret@example.org/'],
    ['redirect_uris', ['https://example.org/ok', 'ftp://example.org/']],
    ['redirect_uris', ['https://example.org/#fragment']],
    ['redirect_uris', ['http://localhost.example.org/']],
    ['post_logout_redirect_uris', ['https://example.org/#fragment']],
    ['backchannel_logout_uri', 'http://example.org/signed-out'],
  ])('refuses %s = %j', async (field, value) => {
    const { send } = await running.person()
    const answer = await send('POST', '/applications', { ...draft, [field]: value })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_address'])
    expect(answer.body.faults[0].path[0]).toBe(field)
  })

  test('takes plain http on this machine', async () => {
    const { send } = await running.person()
    await applicationOf(send, {
      redirect_uris: ['http://localhost:8080/back', 'http://127.0.0.1/', 'http://[::1]:1/'],
    })
  })

  test.each([
    [{ name: 'x' }],
    [{ name: 'x'.repeat(33) }],
    [{ name: 'two\nlines' }],
    [{ terms_url: undefined }],
    [{ privacy_url: undefined }],
    [{ redirect_uris: Array.from({ length: 11 }, () => 'https://example.org/') }],
    [{ unknown: true }],
  ])('refuses %j', async (given) => {
    const { send } = await running.person()
    expect((await send('POST', '/applications', { ...draft, ...given })).status).toBe(400)
  })

  test('is for people', async () => {
    const { send } = await running.person()
    const { application } = await applicationOf(send)
    const { body } = await send('POST', `/applications/${application.id}/bot`)
    expect((await running.bot(body.token)('POST', '/applications', draft)).status).toBe(403)
  })
})

describe('an application', () => {
  test('is changed by its owner, field by field', async () => {
    const { send } = await running.person()
    const { application } = await applicationOf(send)
    const path = `/applications/${application.id}`
    const edited = await send('PATCH', path, { name: 'Other', redirect_uris: ['https://example.org/back'] })
    expect(edited.body.application).toEqual({
      ...application,
      name: 'Other',
      redirect_uris: ['https://example.org/back'],
    })
    expect((await send('GET', '/applications')).body.applications).toEqual([edited.body.application])
    expect((await send('PATCH', path, { terms_url: 'http://example.org' })).body.code).toBe('invalid_address')
  })

  test('is unknown to everybody else', async () => {
    const { send } = await running.person()
    const { application } = await applicationOf(send)
    const stranger = await running.person()
    const path = `/applications/${application.id}`
    for (const answer of [
      await stranger.send('PATCH', path, { name: 'Mine' }),
      await stranger.send('DELETE', path),
      await stranger.send('POST', `${path}/bot`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'unknown_application'])
    expect((await stranger.send('GET', '/applications')).body.applications).toEqual([])
  })

  test('deleted takes its bot and its keys with it', async () => {
    const { send } = await running.person()
    const { application } = await applicationOf(send)
    const { body } = await send('POST', `/applications/${application.id}/bot`)
    expect(await running.calls.authenticateBot({ token: body.token })).not.toBeNull()
    expect((await send('DELETE', `/applications/${application.id}`)).status).toBe(204)
    expect(await running.calls.authenticateBot({ token: body.token })).toBeNull()
    await running.parts.jobs.drain()
    expect(await running.accounts.findAccountById({ accountId: application.id })).toBeNull()
    expect((await send('GET', '/applications')).body.applications).toEqual([])
  })
})

test('everything that is stored is declared, and what is declared sealed is sealed', async () => {
  const { send } = await running.person()
  await applicationOf(send)
  expect(await coverage(running.parts.database, catalogue)).toEqual([])
  expect(await unsealedValues(running.parts.database, catalogue)).toEqual([])
})
