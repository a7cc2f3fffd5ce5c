import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { accessRevoked, sessionEnded, sessionsTopic } from '../contract/index.ts'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let count = 0
const revoked: string[] = []
beforeAll(async () => {
  running = await startAccounts()
  running.parts.listeners.add(accessRevoked.name, 'accounts', async (data) => {
    revoked.push((data as { accountId: string }).accountId)
  })
})
afterAll(() => running.stop())

const newPassword = 'another long and good password'

async function person() {
  const username = `secured_person_${(count += 1)}x`
  const browser = running.browser()
  const account = await browser.registered(username)
  const signIn = async (password = goodPassword, by: Browser = running.browser()) => {
    const answer = await by.send('POST', '/session', { body: { login: username, password } })
    return answer.status
  }
  const elsewhere = async () => {
    const by = running.browser()
    await signIn(goodPassword, by)
    return by
  }
  return { username, browser, account, signIn, elsewhere }
}

const isIn = async (browser: Browser) => (await browser.send('GET', '/session')).status === 200

describe('setting a password', () => {
  test('replaces the one before and ends every other session', async () => {
    const { browser, signIn, elsewhere } = await person()
    const other = await elsewhere()
    const answer = await browser.send('PUT', '/security/password', { body: { password: newPassword } })
    expect(answer.status).toBe(204)
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false])
    expect([await signIn(), await signIn(newPassword)]).toEqual([401, 200])
  })

  test.each([
    ['short', 'invalid_password'],
    ['x'.repeat(257), 'invalid_password'],
    ['Football1', 'leaked_password'],
    ['ＰＡＳＳＷＯＲＤ１', 'leaked_password'],
  ])('refuses %j', async (password, code) => {
    const { browser, signIn } = await person()
    const answer = await browser.send('PUT', '/security/password', { body: { password } })
    expect([answer.status, answer.body.code]).toEqual([400, code])
    expect(answer.body.faults[0].path).toEqual(['password'])
    expect(await signIn()).toBe(200)
  })

  test('refuses the username', async () => {
    const { browser, username } = await person()
    const body = { password: username.toUpperCase() }
    const answer = await browser.send('PUT', '/security/password', { body })
    expect(answer.body.code).toBe('invalid_password')
  })

  test('needs a fresh session', async () => {
    const { browser } = await person()
    running.clock.advance(6 * 60_000)
    for (const [method, path] of [
      ['PUT', '/security/password'],
      ['DELETE', '/security/password'],
      ['POST', '/security/totp'],
      ['POST', '/security/recovery-codes'],
      ['POST', '/security/secure'],
    ] as const) {
      const answer = await browser.send(method, path, {
        ...(method === 'PUT' && { body: { password: newPassword } }),
      })
      expect([path, answer.body.code]).toEqual([path, 'fresh_sign_in_required'])
    }
  })
})

describe('registering', () => {
  test('refuses a password everybody knows, and keeps the challenge for the next try', async () => {
    const browser = running.browser()
    const altcha = await browser.solve()
    const given = { username: `leaky_person_${(count += 1)}`, altcha }
    const answer = await browser.register({ ...given, password: 'iloveyou1' })
    expect([answer.status, answer.body.code]).toEqual([400, 'leaked_password'])
    expect((await browser.register(given)).status).toBe(201)
  })

  test('is the same for the operator', async () => {
    const made = running.calls.createByOperator({ username: 'operator_leaks', password: 'password123' })
    await expect(made).rejects.toMatchObject({ kind: { code: 'leaked_password' } })
  })
})

describe('signing out everywhere else', () => {
  test('ends every other session at once, and says how many', async () => {
    const { browser, elsewhere } = await person()
    const others = [await elsewhere(), await elsewhere()]
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(sessionsTopic, sessionEnded, heard)
    const answer = await browser.send('DELETE', '/sessions')
    unsubscribe()
    expect([answer.status, answer.body]).toEqual([200, { sessions_ended: 2 }])
    expect(heard).toHaveBeenCalledTimes(2)
    expect(await Promise.all([browser, ...others].map(isIn))).toEqual([true, false, false])
    expect((await browser.send('DELETE', '/sessions')).body).toEqual({ sessions_ended: 0 })
  })
})

describe('securing the account', () => {
  test('ends every other session and takes back what applications were given, account by account', async () => {
    const { browser, account, elsewhere } = await person()
    const second = await browser.send('POST', '/accounts/secondary', {
      body: { username: `other_face_${(count += 1)}` },
    })
    const other = await elsewhere()
    revoked.length = 0
    const answer = await browser.send('POST', '/security/secure')
    expect([answer.status, answer.body]).toEqual([200, { sessions_ended: 1 }])
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false])
    await running.parts.jobs.drain()
    expect(revoked.toSorted()).toEqual([account.id, String(second.body.account.id)].toSorted())
  })
})

describe('suspending', () => {
  test('takes back what applications were given', async () => {
    const { account } = await person()
    revoked.length = 0
    await running.calls.suspend({ accountId: account.id, suspended: true })
    await running.parts.jobs.drain()
    expect(revoked).toEqual([account.id])
    await running.calls.suspend({ accountId: account.id, suspended: false })
    await running.parts.jobs.drain()
    expect(revoked).toEqual([account.id])
  })
})

describe('who is signed in', () => {
  test('is asked for everywhere', async () => {
    const stranger = running.browser()
    for (const [method, path] of [
      ['GET', '/security'],
      ['PUT', '/security/password'],
      ['POST', '/security/totp'],
      ['DELETE', '/sessions'],
      ['POST', '/security/secure'],
      ['POST', '/security/passkeys/options'],
      ['GET', '/contact'],
    ] as const)
      expect([path, (await stranger.send(method, path)).status]).toEqual([path, 401])
  })
})
