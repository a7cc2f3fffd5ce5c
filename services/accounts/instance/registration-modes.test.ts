import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { RegistrationMode } from '../contract/index.ts'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let administrator: Browser
let count = 0
const freshName = () => `applying_no_${(count += 1)}x`
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

describe('the rules', () => {
  test('are everybody’s to read and an administrator’s to change, at once', async () => {
    const rules = { mode: 'open', fixed: false, secondary_accounts: 10 }
    const read = async () => (await running.browser().send('GET', '/registration')).body
    expect(await read()).toEqual(rules)
    expect(await choose({ mode: 'closed', secondary_accounts: 3 })).toEqual({
      ...rules,
      mode: 'closed',
      secondary_accounts: 3,
    })
    expect(await choose({})).toMatchObject({ mode: 'closed', secondary_accounts: 3 })
    expect(await choose({ secondary_accounts: 10 })).toMatchObject({ mode: 'closed' })
    expect(await read()).toEqual({ ...rules, mode: 'closed' })
    expect(await choose({ mode: 'open' })).toEqual(rules)
  })

  test.each([
    [{ mode: 'ajar' }],
    [{ secondary_accounts: -1 }],
    [{ secondary_accounts: 101 }],
    [{ fixed: true }],
  ])('cannot be %j', async (body) => {
    expect((await administrator.send('PATCH', '/registration', { body })).status).toBe(400)
  })

  test('are nobody else’s to change', async () => {
    const { browser } = await register()
    const body = { mode: 'closed' }
    expect((await running.browser().send('PATCH', '/registration', { body })).status).toBe(401)
    expect((await browser.send('PATCH', '/registration', { body })).body.code).toBe('not_allowed')
    expect((await browser.send('GET', '/registration/applicants')).status).toBe(403)
    expect((await browser.send('GET', '/registration/invitations')).status).toBe(403)
    expect((await browser.send('POST', '/registration/invitations', { body: {} })).status).toBe(403)
  })

  test('that another process changed are known within seconds, announced or not', async () => {
    await running.browser().send('GET', '/registration')
    await running.admin`update instance_rules set mode = 'closed'`
    running.clock.advance(seconds(5))
    expect((await register()).code).toBe('registration_closed')
  })

  test('keep to the operator’s mode where one is set', async () => {
    const other = await startAccounts({ registration: { mode: 'closed', fixed: true } })
    try {
      const { accountId } = await other.calls.createByOperator({ username: 'boss', password: goodPassword })
      await other.calls.grantAdministrator({ accountId })
      const boss = other.browser()
      await boss.send('POST', '/session', { body: { login: 'boss', password: goodPassword } })
      const refused = await boss.send('PATCH', '/registration', { body: { mode: 'open' } })
      expect([refused.status, refused.body.code]).toEqual([409, 'set_by_operator'])
      const limit = await boss.send('PATCH', '/registration', { body: { secondary_accounts: 4 } })
      expect(limit.body).toEqual({ mode: 'closed', fixed: true, secondary_accounts: 4 })
      expect((await other.browser().register()).body.code).toBe('registration_closed')
    } finally {
      await other.stop()
    }
  })

  test.each(RegistrationMode.options)(
    '%s lets the operator make accounts, and children none',
    async (mode) => {
      await choose({ mode })
      const username = freshName()
      const made = await running.calls.createByOperator({ username, password: goodPassword })
      const signIn = { body: { login: username, password: goodPassword } }
      expect((await running.browser().send('POST', '/session', signIn)).body.account.id).toBe(made.accountId)
      expect((await register({ age: 5 })).code).toBe('too_young')
    },
  )
})

describe('closed', () => {
  test('refuses everybody, with an invitation too', async () => {
    const { body } = await administrator.send('POST', '/registration/invitations', { body: {} })
    await choose({ mode: 'closed' })
    expect((await register()).code).toBe('registration_closed')
    expect((await register({ invitation: body.invitation.code })).code).toBe('registration_closed')
  })
})

describe('an invitation', () => {
  const invite = async (given: object = {}) => {
    const answer = await administrator.send('POST', '/registration/invitations', { body: given })
    expect(answer.status).toBe(201)
    return answer.body.invitation as { id: string; code: string; uses_left: number; expires_at: string }
  }
  const listed = async () => {
    const { body } = await administrator.send('GET', '/registration/invitations')
    return body.invitations as { id: string; code: string; note: string | null; uses_left: number }[]
  }
  const isGood = async (code: string) =>
    (await running.browser().send('GET', `/registration/invitations/${encodeURIComponent(code)}/good`)).body
      .good as boolean

  test('lets in as many as it says', async () => {
    const { code } = await invite({ uses: 2 })
    await choose({ mode: 'invite' })
    expect((await register()).code).toBe('invitation_required')
    expect((await register({ invitation: 'wrong' })).code).toBe('invitation_required')
    expect(await isGood(code)).toBe(true)
    const first = await register({ invitation: code })
    expect([first.status, first.body.waiting]).toEqual([201, false])
    expect((await first.browser.send('GET', '/session')).status).toBe(200)
    expect(
      (await register({ invitation: `${code.slice(0, 4)}-${code.slice(4).toUpperCase()}` })).status,
    ).toBe(201)
    expect((await register({ invitation: code })).code).toBe('invitation_required')
    expect(await isGood(code)).toBe(false)
  })

  test('on its last use lets in one of several at once, and leaves no key of the others', async () => {
    const { code } = await invite()
    await choose({ mode: 'invite' })
    const keys = async () =>
      (await running.keysAdmin`select count(*)::int as n from keys`)[0]?.['n'] as number
    const before = await keys()
    const answers = await Promise.all([1, 2, 3].map(() => register({ invitation: code })))
    expect(answers.map((answer) => answer.code ?? 'in').toSorted()).toEqual([
      'in',
      'invitation_required',
      'invitation_required',
    ])
    expect(await keys()).toBe(before + 2)
  })

  test('is not used up by whoever is refused for something else', async () => {
    const { code } = await invite()
    await choose({ mode: 'invite' })
    expect((await register({ invitation: code, username: 'chief' })).code).toBe('username_taken')
    expect((await register({ invitation: code, password: 'short' })).code).toBe('invalid_password')
    expect((await register({ invitation: code, altcha: 'x' })).code).toBe('bad_captcha')
    expect((await register({ invitation: code })).status).toBe(201)
  })

  test('is listed with code and note until it ends, and can be taken back', async () => {
    const made = await invite({ uses: 5, days: 2, note: ' For the choir ' })
    expect(made.code).toMatch(/^[2-9a-hjkmnp-z]{12}$/)
    expect(Date.parse(made.expires_at) - running.clock.now()).toBe(2 * 24 * 60 * seconds(60))
    const other = await invite()
    expect((await listed()).slice(0, 2)).toEqual([
      { ...other, note: null },
      { ...made, note: 'For the choir' },
    ])
    const take = () => administrator.send('DELETE', `/registration/invitations/${other.id}`)
    expect((await take()).status).toBe(204)
    expect((await take()).body.code).toBe('unknown_invitation')
    expect(await isGood(other.code)).toBe(false)
    running.clock.advance(2 * 24 * 60 * seconds(60))
    expect(await isGood(made.code)).toBe(false)
    expect((await listed()).map(({ id }) => id)).not.toContain(made.id)
    await running.purge()
    expect(await running.admin`select id from invitations where id = ${made.id}`).toHaveLength(0)
  })

  test('is not stored in clear', async () => {
    const { code } = await invite({ note: 'canary note' })
    const [row] = await running.admin`select string_agg(i::text, ' ') as text from invitations i`
    for (const canary of [code, 'canary note'])
      for (const form of [canary, Buffer.from(canary).toString('hex')])
        expect(String(row?.['text'])).not.toContain(form)
    expect(running.logged.join('\n')).not.toContain(code)
  })
})
