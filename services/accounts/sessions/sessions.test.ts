import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sessionEnded, sessionsTopic } from '../contract/index.ts'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'
let running: RunningAccounts
let count = 0
const freshName = () => `signer_number_${(count += 1)}x`

beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

const signIn = (login: string, password = goodPassword, browser: Browser = running.browser()) =>
  browser.send('POST', '/session', { body: { login, password } })

async function person() {
  const username = freshName()
  const browser = running.browser()
  const account = await browser.registered(username)
  return { username, browser, account }
}

const isSignedIn = async (browser: Browser) => (await browser.send('GET', '/session')).status === 200

describe('signing in', () => {
  test('takes the name in any case and gives a session of its own', async () => {
    const { username, browser, account } = await person()
    const other = running.browser()
    const answer = await signIn(` ${username.toUpperCase()}`, goodPassword, other)
    expect([answer.status, answer.body.account.id]).toEqual([200, account.id])
    expect(other.cookies.get('session')).toMatch(/^[\w-]{43}$/)
    expect(other.cookies.get('session')).not.toBe(browser.cookies.get('session'))
    expect(await isSignedIn(other)).toBe(true)
  })

  test('answers a wrong password and an unknown name alike', async () => {
    const { username } = await person()
    const wrong = await signIn(username, 'not the password')
    const unknown = await signIn(freshName(), 'not the password')
    const impossible = await signIn('no such / name!', 'x')
    for (const answer of [wrong, unknown, impossible])
      expect([answer.status, { ...answer.body, request_id: '' }]).toEqual([
        401,
        { ...wrong.body, code: 'wrong_credentials', request_id: '' },
      ])
  })

  test('is refused for bots', async () => {
    const bot = await running.calls.createBotAccount({
      id: running.parts.ids.blurred(),
      username: freshName(),
    })
    expect((await signIn(bot.username, '')).status).toBe(401)
  })

  test('ends the session this browser had before', async () => {
    const { username, browser } = await person()
    const before = browser.cookies.get('session') ?? ''
    expect((await signIn(username, goodPassword, browser)).status).toBe(200)
    const old = running.browser()
    old.cookies.set('session', before)
    expect(await isSignedIn(old)).toBe(false)
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('right passwords are not counted', async () => {
    const { username } = await person()
    for (let attempt = 0; attempt < 12; attempt += 1) expect((await signIn(username)).status).toBe(200)
  })

  test('a hundred wrong passwords close an address', async () => {
    const browser = running.browser('10.0.3.3')
    const names = Array.from({ length: 20 }, freshName)
    for (let attempt = 0; attempt < 100; attempt += 1) await signIn(names[attempt % 20] ?? '', 'x', browser)
    const limited = await signIn(freshName(), 'x', browser)
    expect([limited.status, limited.body.code]).toEqual([429, 'rate_limited'])
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(200)
    running.clock.advance(5 * 60_000)
  })

  test('a hundred wrong passwords from one IPv6 network close all of it', async () => {
    const from = (host: number) => running.browser(`2001:db8:1:2::${host.toString(16)}`)
    const names = Array.from({ length: 20 }, freshName)
    for (let attempt = 0; attempt < 100; attempt += 1)
      await signIn(names[attempt % 20] ?? '', 'x', from(attempt))
    expect((await signIn(freshName(), 'x', from(1000))).status).toBe(429)
    expect((await signIn(freshName(), 'x', running.browser('2001:db8:1:3::1'))).status).toBe(401)
    running.clock.advance(5 * 60_000)
  })
})

describe('a session', () => {
  test('is only its SHA-256 in the database', async () => {
    const { browser } = await person()
    const [row] = await running.admin`
      select count(*) from sessions
      where token_hash = sha256(${browser.cookies.get('session') ?? ''}::bytea)`
    expect(row?.['count']).toBe('1')
  })

  test('ends when signing out, at once and everywhere', async () => {
    const { browser } = await person()
    const copy = running.browser()
    copy.cookies.set('session', browser.cookies.get('session') ?? '')
    expect(await isSignedIn(copy)).toBe(true)
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(sessionsTopic, sessionEnded, heard)
    const answer = await browser.send('DELETE', '/session')
    unsubscribe()
    expect([answer.status, browser.cookies.has('session')]).toEqual([204, false])
    expect(await isSignedIn(copy)).toBe(false)
    expect(heard).toHaveBeenCalledExactlyOnceWith({ sessionId: expect.any(String) })
  })

  test('is announced as ended although nothing more can be read', async () => {
    const { browser } = await person()
    expect(await isSignedIn(browser)).toBe(true)
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(sessionsTopic, sessionEnded, heard)
    await running.admin`alter table accounts rename to accounts_away`
    const answer = await browser.send('DELETE', '/session')
    await running.admin`alter table accounts_away rename to accounts`
    unsubscribe()
    expect(answer.status).toBe(204)
    expect(heard).toHaveBeenCalledOnce()
  })

  test('lasts 60 days after its last use', async () => {
    const { browser } = await person()
    const day = 24 * 60 * 60_000
    running.clock.advance(59 * day)
    expect(await isSignedIn(browser)).toBe(true)
    running.clock.advance(59 * day)
    const answer = await browser.send('GET', '/session')
    expect(answer.status).toBe(200)
    expect(answer.setCookies[0]).toMatch(/^session=[\w-]{43}; Path=\/; Max-Age=5184000;/)
    running.clock.advance(60 * day + 60 * 60_000)
    expect(await isSignedIn(browser)).toBe(false)
    await running.purge()
    const [row] = await running.admin`select count(*) from sessions`
    expect(row?.['count']).toBe('0')
  })

  test('notes its use at most once an hour, to the hour', async () => {
    const { browser } = await person()
    const seen = async () => {
      const { body } = await browser.send('GET', '/sessions')
      return body.sessions[0].last_seen_at as string
    }
    const first = await seen()
    expect(first).toMatch(/:00:00\.000Z$/)
    running.clock.advance(61 * 60_000)
    await isSignedIn(browser)
    running.clock.advance(31_000)
    expect(Date.parse(await seen()) - Date.parse(first)).toBeGreaterThanOrEqual(60 * 60_000)
  })

  test.each(['', 'x', 'x'.repeat(43), '../../../../etc', '%00'])(
    'is not had by the token %j',
    async (token) => {
      const browser = running.browser()
      browser.cookies.set('session', token)
      expect((await browser.send('GET', '/session')).status).toBe(401)
    },
  )
})

describe('the list of sessions', () => {
  test('says where one is signed in and which session asks', async () => {
    const { username, browser } = await person()
    await running.browser().send('POST', '/session', {
      body: { login: username, password: goodPassword },
      headers: { 'user-agent': firefox },
    })
    const { body } = await browser.send('GET', '/sessions')
    expect(body.sessions).toHaveLength(2)
    expect(body.sessions.filter((one: { current: boolean }) => one.current)).toHaveLength(1)
    expect(body.sessions.find((one: { current: boolean }) => !one.current).device).toEqual({
      browser: 'Firefox 143',
      system: 'Linux',
    })
  })

  test('has a hundred places at most: one more ends the one that was longest not used', async () => {
    const { username, browser } = await person()
    const { body } = await browser.send('GET', '/sessions')
    await running.admin`
      insert into sessions
      select id + n, sha256(n::text::bytea || token_hash), person_id, account_id, device, created_at, proved_at,
        last_seen_at, expires_at
      from sessions, generate_series(1, 99) as n where id = ${body.sessions[0].id}`
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(sessionsTopic, sessionEnded, heard)
    running.clock.advance(1000)
    const second = running.browser()
    expect((await signIn(username, goodPassword, second)).status).toBe(200)
    unsubscribe()
    expect([await isSignedIn(browser), await isSignedIn(second)]).toEqual([false, true])
    expect(heard).toHaveBeenCalledExactlyOnceWith({ sessionId: body.sessions[0].id })
  })

  test('ends another session of the person and no one else’s', async () => {
    const { username, browser } = await person()
    const second = running.browser()
    await signIn(username, goodPassword, second)
    const { body } = await browser.send('GET', '/sessions')
    const { id } = body.sessions.find((one: { current: boolean }) => !one.current)
    const stranger = await person()
    expect((await stranger.browser.send('DELETE', `/sessions/${id}`)).body.code).toBe('unknown_session')
    expect(await isSignedIn(second)).toBe(true)
    expect((await browser.send('DELETE', `/sessions/${id}`)).status).toBe(204)
    expect(await isSignedIn(second)).toBe(false)
    expect((await browser.send('DELETE', `/sessions/${id}`)).status).toBe(404)
    expect((await browser.send('DELETE', '/sessions/not-an-id')).status).toBe(400)
  })
})

describe('confirming the password', () => {
  test('makes the session fresh again', async () => {
    const { browser } = await person()
    const token = browser.cookies.get('session') ?? ''
    running.clock.advance(6 * 60_000)
    const before = await running.calls.authenticateSession({ token })
    expect(
      (await browser.send('POST', '/session/confirm', { body: { password: goodPassword } })).status,
    ).toBe(204)
    const after = await running.calls.authenticateSession({ token })
    expect((after?.provedAt ?? 0) - (before?.provedAt ?? 0)).toBe(6 * 60_000)
  })

  test('refuses a wrong password and counts it', async () => {
    const { browser } = await person()
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const answer = await browser.send('POST', '/session/confirm', { body: { password: 'wrong' } })
      expect([answer.status, answer.body.code]).toEqual([403, 'wrong_password'])
    }
    const limited = await browser.send('POST', '/session/confirm', { body: { password: goodPassword } })
    expect(limited.status).toBe(429)
  })

  test('asks for a sign-in first', async () => {
    const answer = await running.browser().send('POST', '/session/confirm', { body: { password: 'x' } })
    expect(answer.status).toBe(401)
  })
})

describe('which account acts', () => {
  test('is the one the request names, if it is one’s own', async () => {
    const { browser, account } = await person()
    const stranger = await person()
    const as = (id: string) => browser.send('GET', '/session', { headers: { 'alles-account': id } })
    expect((await as(account.id)).status).toBe(200)
    const refused = await as(stranger.account.id)
    expect([refused.status, refused.body.code]).toEqual([403, 'unknown_account'])
    expect((await as('nonsense')).status).toBe(403)
  })

  test('can be switched among one’s own accounts alone', async () => {
    const { browser, account } = await person()
    const stranger = await person()
    const to = (id: string) => browser.send('POST', '/session/switch', { body: { account: id } })
    expect((await to(account.id)).body.account.id).toBe(account.id)
    expect((await to(stranger.account.id)).body.code).toBe('unknown_account')
    expect((await to('999')).body.code).toBe('unknown_account')
  })
})

describe('requests from elsewhere', () => {
  test('cannot sign anybody out', async () => {
    const { browser } = await person()
    const answer = await browser.send('DELETE', '/session', { headers: { origin: 'https://evil.example' } })
    expect(answer.status).toBe(403)
    expect(await isSignedIn(browser)).toBe(true)
  })
})

test('many sessions at once are never confused with each other', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, person))
  const asked = Array.from({ length: 10 }, () => people).flat()
  const answers = await Promise.all(asked.map((one) => one.browser.send('GET', '/session')))
  expect(answers.map((answer) => answer.body.account.id)).toEqual(asked.map((one) => one.account.id))
})
