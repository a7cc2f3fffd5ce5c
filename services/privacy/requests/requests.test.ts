import { Refusal } from '@alles/platform/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPrivacy, type RunningPrivacy, type Somebody } from '../testing/start-privacy.ts'

const hour = 3_600_000
let running: RunningPrivacy
beforeAll(async () => {
  running = await startPrivacy({ graceDays: 14, exportDelayHours: 24 })
})
afterAll(() => running.stop())

let count = 0
function anybody(): Promise<Somebody> {
  count += 1
  return running.person(`somebody_${count}`)
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.kind.code
    throw error
  }
}

async function stateOf(who: Somebody, id: string): Promise<string | undefined> {
  const { requests } = await who.api.listRequests({})
  return requests.find((request) => request.id === id)?.state
}

describe('a request', () => {
  test('is told to the verified address of the person, once, whichever account asks', async () => {
    const who = await anybody()
    await who.api.setMyContact({ address: 'told@example.org' })
    await running.proveAddress('told@example.org')
    await who.api.createRequest({ kind: 'access' })
    await who.api.createRequest({ kind: 'erasure', mode: 'everything', scope: 'person' })
    await running.drain()
    const sent = await running.admin('mail')`
      select template, state from outgoing where template like '%requested' order by template`
    expect(sent.map(({ template, state }) => [template, state])).toEqual([
      ['erasure_requested', 'sent'],
      ['export_requested', 'sent'],
    ])
  })

  test('is told nobody where there is no address', async () => {
    const before = await running.admin('mail')`select id from outgoing`
    await (await anybody()).api.createRequest({ kind: 'access' })
    await running.drain()
    expect(await running.admin('mail')`select id from outgoing`).toHaveLength(before.length)
  })
})

describe('a request for a copy', () => {
  test('is handed out when its delay is over, for seven days', async () => {
    const who = await anybody()
    const { request } = await who.api.createRequest({ kind: 'access' })
    expect(request).toMatchObject({ kind: 'access', mode: null, scope: 'account', state: 'waiting' })
    expect(Date.parse(request.starts_at)).toBe(running.clock.now() + 24 * hour)
    const path = `/api/alles/privacy/requests/${request.id}/download`
    await running.drain()
    expect((await who.request('GET', path)).status).toBe(409)
    running.clock.advance(24 * hour)
    await running.drain()
    expect(await stateOf(who, request.id)).toBe('ready')
    const answer = await who.request('GET', path)
    expect([answer.status, answer.body.toString('latin1', 0, 2)]).toEqual([200, 'PK'])
    running.clock.advance(7 * 24 * hour)
    await running.parts.get('privacy')?.jobs.runInterval('privacy.purge')
    expect(await stateOf(who, request.id)).toBe('done')
    expect((await who.request('GET', path)).status).toBe(409)
  })

  test('needs a recent proof of who asks, and so does the download', async () => {
    const who = await anybody()
    const stale = running.as(who, { provedMinutesAgo: 6 })
    expect(await codeOf(stale.api.createRequest({ kind: 'access' }))).toBe('fresh_sign_in_required')
    const { request } = await who.api.createRequest({ kind: 'access' })
    const answer = await stale.request('GET', `/api/alles/privacy/requests/${request.id}/download`)
    expect(answer.status).toBe(403)
  })

  test('is nobody else’s to see, download or withdraw', async () => {
    const who = await anybody()
    const other = await anybody()
    const { request } = await who.api.createRequest({ kind: 'access', scope: 'person' })
    expect((await other.api.listRequests({})).requests).toEqual([])
    expect(await codeOf(other.api.withdrawRequest({ id: request.id }))).toBe('unknown_request')
    const answer = await other.request('GET', `/api/alles/privacy/requests/${request.id}/download`)
    expect(answer.status).toBe(404)
  })

  test('for one account is not seen by another account of the same person', async () => {
    const who = await anybody()
    const face = running.as(who, { accountId: '4242424242' })
    const { request } = await who.api.createRequest({ kind: 'access' })
    const whole = await who.api.createRequest({ kind: 'access', scope: 'person' })
    const seen = (await face.api.listRequests({})).requests.map(({ id }) => id)
    expect(seen).toEqual([whole.request.id])
    expect(await codeOf(face.api.withdrawRequest({ id: request.id }))).toBe('unknown_request')
  })
})

describe('a request for erasure', () => {
  test('waits for the grace, and can be withdrawn until then', async () => {
    const who = await anybody()
    const { request } = await who.api.createRequest({ kind: 'erasure', mode: 'everything' })
    expect(Date.parse(request.starts_at)).toBe(running.clock.now() + 14 * 24 * hour)
    expect(await codeOf(who.api.createRequest({ kind: 'erasure', mode: 'pseudonymise' }))).toBe(
      'erasure_already_requested',
    )
    running.clock.advance(13 * 24 * hour)
    await running.drain()
    expect((await who.api.withdrawRequest({ id: request.id })).request.state).toBe('withdrawn')
    expect(await codeOf(who.api.withdrawRequest({ id: request.id }))).toBe('request_closed')
    running.clock.advance(2 * 24 * hour)
    await running.drain()
    expect(await running.accounts.findAccountById({ accountId: who.id })).not.toBeNull()
    await who.api.createRequest({ kind: 'erasure', mode: 'pseudonymise' })
  })

  test('is carried out when the grace is over, the person with the last account', async () => {
    const who = await anybody()
    const waiting = await who.api.createRequest({ kind: 'access' })
    const { request } = await who.api.createRequest({ kind: 'erasure', mode: 'everything' })
    running.clock.advance(14 * 24 * hour)
    await running.drain()
    expect(await running.accounts.findAccountById({ accountId: who.id })).toBeNull()
    const rows = await running.admin('privacy')`
      select id, state, account_id, person_id from requests where id in (${request.id}, ${waiting.request.id})`
    const nobody = { account_id: null, person_id: null }
    expect(rows).toContainEqual({ id: request.id, state: 'done', ...nobody })
    expect(rows).toContainEqual({ id: waiting.request.id, state: 'withdrawn', ...nobody })
    const [persons] = await running.admin('accounts')`
      select count(*)::int as left from persons where id = ${who.personId}`
    expect(persons?.left).toBe(0)
  })

  test('by the operator takes the place of one that waits', async () => {
    const who = await anybody()
    const { request } = await who.api.createRequest({ kind: 'erasure', mode: 'pseudonymise' })
    await running.calls.eraseNow({ accountId: who.id, mode: 'everything', scope: 'person' })
    const [row] = await running.admin('privacy')`select state, mode from requests where id = ${request.id}`
    expect(row).toEqual({ state: 'done', mode: 'everything' })
    running.clock.advance(15 * 24 * hour)
    await running.drain()
  })

  test('of the primary account alone waits until another one is named', async () => {
    const who = await anybody()
    const made = await who.api.createSecondary({ username: 'another_face' })
    const face = running.as(who, { accountId: made.account.id })
    const erase = { kind: 'erasure', mode: 'everything' } as const
    expect(await codeOf(who.api.createRequest(erase))).toBe('name_successor_first')
    expect(await codeOf(who.api.createRequest({ kind: 'access' }))).toBe('done')
    expect(await codeOf(who.api.createRequest({ ...erase, scope: 'person' }))).toBe('done')
    await who.api.makePrimary({ id: made.account.id })
    expect(await codeOf(face.api.createRequest(erase))).toBe('name_successor_first')
    const { requests } = await who.api.listRequests({})
    const whole = requests.find(({ scope }) => scope === 'person')
    await who.api.withdrawRequest({ id: whole?.id ?? '' })
    expect(await codeOf(who.api.createRequest(erase))).toBe('done')
  })

  test('says how to erase, and nothing else does', async () => {
    const who = await anybody()
    expect(await codeOf(who.api.createRequest({ kind: 'erasure' }))).toBe('invalid_input')
    expect(await codeOf(who.api.createRequest({ kind: 'access', mode: 'everything' }))).toBe('invalid_input')
  })
})

test('other kinds of request cannot be made yet', async () => {
  const who = await anybody()
  for (const kind of ['restriction', 'objection', 'rectification'] as const)
    expect(await codeOf(who.api.createRequest({ kind }))).toBe('request_kind_not_available')
})

test('what was kept long enough goes, in every service', async () => {
  const who = await anybody()
  await running.admin('privacy')`
    insert into requests (id, account_id, kind, scope, state, received_at, starts_at, due_at, finished_at)
    values (7, ${who.id}, 'access', 'account', 'done', now(), now(), now(),
      ${new Date(running.clock.now() - 3 * 365 * 24 * hour)})`
  await running.admin('accounts')`
    insert into used_challenges values (${Buffer.alloc(32, 7)}, ${new Date(running.clock.now() - 1)})`
  await running.parts.get('privacy')?.jobs.runInterval('privacy.purge')
  expect(await running.admin('privacy')`select id from requests where id = 7`).toHaveLength(0)
  expect(await running.admin('accounts')`select * from used_challenges`).toHaveLength(0)
})
