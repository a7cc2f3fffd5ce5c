import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let administrator: Browser
let count = 0
const freshName = () => `waiting_no_${(count += 1)}x`
const seconds = (n: number) => n * 1000

beforeAll(async () => {
  running = await startAccounts()
  administrator = running.browser()
  const { id } = await administrator.registered('chief')
  await running.calls.grantAdministrator({ accountId: id })
})
afterEach(() => choose({ mode: 'open' }))
afterAll(() => running.stop())

async function choose(rules: object) {
  const answer = await administrator.send('PATCH', '/registration', { body: rules })
  expect(answer.status).toBe(200)
  return answer.body
}

async function register(given: Record<string, unknown> = {}, browser: Browser = running.browser()) {
  const answer = await browser.register({ username: freshName(), ...given })
  return { ...answer, code: answer.body.code as string | undefined, browser }
}

const applicants = async () => {
  const { body } = await administrator.send('GET', '/registration/applicants')
  return body.applicants as { id: string; username: string; reason: string | null; asked_at: string }[]
}
const decide = (id: string, what: 'approve' | 'refuse') =>
  administrator.send('POST', `/registration/applicants/${id}/${what}`)
const signIn = async (login: string, password = goodPassword) => {
  const answer = await running.browser().send('POST', '/session', { body: { login, password } })
  return answer.body.code ?? 'in'
}
const apply = async (given: Record<string, unknown> = {}) => {
  await choose({ mode: 'approval' })
  const username = freshName()
  const applied = await register({ username, reason: ' I sing alto. ', display_name: 'Alto', ...given })
  expect(applied.status).toBe(201)
  return { ...applied, username, id: applied.body.account.id as string }
}
const keysLeft = async (ids: readonly string[]) =>
  (await running.keysAdmin`select id from keys where id = any(${[...ids]}::int8[])`).length
const keysOf = async (id: string) => {
  const [row] = await running.admin`
    select p.key_id as one, a.profile_key_id as other from accounts a join persons p on p.id = a.person_id
    where a.id = ${id}`
  return [String(row?.['one']), String(row?.['other'])]
}

test('signs nobody in and lists who asks with what they wrote', async () => {
  const { body, setCookies, browser, username, id } = await apply()
  expect([body.waiting, body.account.username, setCookies]).toEqual([true, username, []])
  expect((await browser.send('GET', '/session')).status).toBe(401)
  expect(await applicants()).toContainEqual({
    id,
    username,
    display_name: 'Alto',
    reason: 'I sing alto.',
    asked_at: new Date(running.clock.now()).toISOString(),
  })
})

test('tells who waits only to who knows the password', async () => {
  const { username } = await apply()
  expect(await signIn(username)).toBe('awaiting_approval')
  expect(await signIn(username, 'wrong password')).toBe('wrong_credentials')
})

test('shows nobody who waits, and keeps their name', async () => {
  const { id, username } = await apply()
  expect((await running.browser().send('GET', `/profiles/${username}`)).body.code).toBe('no_such_account')
  expect(await running.calls.findAccount({ username })).toBeNull()
  expect(await running.calls.profiles({ ids: [id] })).toEqual([])
  expect(await running.calls.standingOf({ accountId: id })).toBe('gone')
  expect((await register({ username: username.replaceAll('_', '.') })).code).toBe('username_taken')
})

test('lets in who is approved, and forgets what they wrote', async () => {
  const { id, username } = await apply()
  expect((await decide(id, 'approve')).status).toBe(204)
  expect(await signIn(username)).toBe('in')
  expect((await running.calls.findAccount({ username }))?.accountId).toBe(id)
  expect(await running.calls.profiles({ ids: [id] })).toHaveLength(1)
  const [row] = await running.admin`
    select reason from persons where id = (select person_id from accounts where id = ${id})`
  expect(row?.['reason']).toBeNull()
  expect((await applicants()).map((one) => one.id)).not.toContain(id)
  for (const what of ['approve', 'refuse'] as const)
    expect((await decide(id, what)).body.code).toBe('unknown_applicant')
  expect((await decide('999', 'approve')).status).toBe(404)
})

test('keeps nothing of who is refused', async () => {
  const { id, username } = await apply()
  const keys = await keysOf(id)
  expect(await keysLeft(keys)).toBe(2)
  expect((await decide(id, 'refuse')).status).toBe(204)
  await running.parts.jobs.drain()
  expect(await keysLeft(keys)).toBe(0)
  expect(await running.admin`select id from accounts where id = ${id}`).toHaveLength(0)
  expect(await signIn(username)).toBe('wrong_credentials')
  expect((await decide(id, 'approve')).body.code).toBe('unknown_applicant')
  expect((await register({ username })).status).toBe(201)
})

test('decides once when two administrators do so at once', async () => {
  const { id } = await apply()
  const answers = await Promise.all([decide(id, 'approve'), decide(id, 'refuse'), decide(id, 'refuse')])
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['204', '404', '404'])
})

test('deletes who waits longer than 30 days', async () => {
  const { id } = await apply()
  const keys = await keysOf(id)
  const day = 24 * 60 * seconds(60)
  running.clock.advance(29 * day)
  const later = await apply({ reason: null })
  await running.parts.jobs.runInterval('accounts.dropStaleApplicants')
  expect((await applicants()).map((one) => one.id)).toEqual(expect.arrayContaining([id, later.id]))
  running.clock.advance(day)
  await running.parts.jobs.runInterval('accounts.dropStaleApplicants')
  await running.parts.jobs.drain()
  expect((await applicants()).map((one) => [one.id, one.reason])).toEqual([[later.id, null]])
  expect(await keysLeft(keys)).toBe(0)
})

test('stores what they wrote sealed', async () => {
  await apply({ reason: 'canary reason' })
  const [row] = await running.admin`select string_agg(p::text, ' ') as text from persons p`
  expect(String(row?.['text'])).not.toContain(Buffer.from('canary reason').toString('hex'))
  expect(running.logged.join('\n')).not.toContain('canary reason')
})

test('leaves a browser that is signed in as it is', async () => {
  const { browser } = await register()
  const before = browser.cookies.get('session')
  await choose({ mode: 'approval' })
  expect((await register({}, browser)).body.waiting).toBe(true)
  expect(browser.cookies.get('session')).toBe(before)
  expect((await browser.send('GET', '/session')).status).toBe(200)
})

describe('who left an address', () => {
  const verified = async (email: string) => {
    const applied = await apply({ email })
    const letter = (await running.post()).find(({ to, token }) => to === email && token !== '')
    const answer = await running.browser().send('POST', '/contact/verify', { body: { token: letter?.token } })
    expect(answer.status).toBe(204)
    return applied
  }
  const subjects = async () => (await running.post()).map(({ to, subject }) => [to, subject])
  const addresses = async () => (await running.mailAdmin`select 1 from contacts`).length

  test('is told when they are let in', async () => {
    const { id, username } = await verified('in@example.org')
    await decide(id, 'approve')
    expect(await subjects()).toEqual([['in@example.org', 'Welcome: your account is ready']])
    expect(await running.post()).toEqual([])
    expect(await signIn(username)).toBe('in')
  })

  test('and lost the link has it sent again while they wait, and is told the answer', async () => {
    const { id, username } = await apply({ email: 'lost@example.org' })
    const [lost] = await running.post()
    const body = { username }
    expect((await running.browser().send('POST', '/contact/ask', { body })).status).toBe(202)
    const [letter, ...more] = await running.post()
    expect([letter?.to, more]).toEqual(['lost@example.org', []])
    for (const [token, status] of [
      [lost?.token, 400],
      [letter?.token, 204],
    ] as const)
      expect((await running.browser().send('POST', '/contact/verify', { body: { token } })).status).toBe(
        status,
      )
    expect(await signIn(username)).toBe('awaiting_approval')
    await decide(id, 'approve')
    expect(await subjects()).toEqual([['lost@example.org', 'Welcome: your account is ready']])
  })

  test('is told when they are not, and their address is forgotten after that', async () => {
    const before = await addresses()
    const { id } = await verified('out@example.org')
    await decide(id, 'refuse')
    expect(await subjects()).toEqual([['out@example.org', 'About your request for an account']])
    expect(await addresses()).toBe(before + 1)
    running.clock.advance(seconds(3600))
    await running.parts.jobs.runInterval('accounts.removeDueContacts')
    expect(await addresses()).toBe(before)
  })

  test('and did not prove that it is theirs is told nothing, and it is forgotten at once', async () => {
    const before = await addresses()
    const { id } = await apply({ email: 'nobody@example.org' })
    expect((await subjects()).map(([to]) => to)).toContain('nobody@example.org')
    await decide(id, 'refuse')
    expect(await running.post()).toEqual([])
    expect(await addresses()).toBe(before)
  })
})
