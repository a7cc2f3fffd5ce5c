import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { addTotp } from '../testing/security.ts'
import { countWaiting } from '../testing/count-waiting.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let count = 0
beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

const newPassword = 'a password after the storm'

async function reachable() {
  count += 1
  const [username, address] = [`recovering_${count}x`, `recovering.${count}@example.org`]
  const browser = running.browser()
  const answer = await browser.register({ username, email: address })
  const [letter] = await running.post()
  await running.browser().send('POST', '/contact/verify', { body: { token: letter?.token } })
  return { username, address, browser, account: answer.body.account }
}

const start = async (login: string) => {
  const answer = await running.browser().send('POST', '/recovery', { body: { login } })
  return [answer.status, answer.body]
}
const finish = async (token: string, password = newPassword) => {
  const answer = await running.browser().send('POST', '/recovery/password', { body: { token, password } })
  return [answer.status, answer.body?.code]
}
const withCode = async (login: string, recovery_code: string, password = newPassword) => {
  const body = { login, recovery_code, password }
  const answer = await running.browser().send('POST', '/recovery/code', { body })
  return [answer.status, answer.body?.code]
}
const signIn = async (login: string, password = newPassword, given = {}) => {
  const answer = await running.browser().send('POST', '/session', { body: { login, password, ...given } })
  return [answer.status, answer.body.code]
}
const isIn = async (browser: Browser) => (await browser.send('GET', '/session')).status === 200
const good = [204, undefined]
const accepted = [202, undefined]

describe('asking for a link', () => {
  test('is answered the same whoever is named, and sends one only where there is an address', async () => {
    const { username, address } = await reachable()
    const unreachable = `unreachable_${(count += 1)}`
    await running.browser().registered(unreachable)
    for (const login of [
      username,
      address,
      unreachable,
      'nobody_of_that_name',
      'nobody@example.org',
      '',
      '?',
    ])
      expect([login, await start(login)]).toEqual([login, accepted])
    const letters = await running.post()
    expect(letters.map(({ to }) => to)).toEqual([address, address])
    expect(letters[0]?.text).toMatch(/http:\/\/localhost:3000\/recover#[\w-]{43}/)
  })

  test('writes the same kind of job whoever is named, and no name in it', async () => {
    const { username } = await reachable()
    const jobs = async (login: string) => {
      await start(login)
      const rows = await running.admin<{ payload: { data?: { personIds?: string[] } } }[]>`
        select payload from graphile_worker._private_jobs`
      const found = rows.map(({ payload }) => payload.data).filter((data) => data?.personIds)
      await running.post()
      return found
    }
    const [known] = await jobs(username)
    const [unknown] = await jobs('nobody_of_that_name')
    expect([known?.personIds?.length, unknown?.personIds?.length]).toEqual([1, 0])
    expect(JSON.stringify(known)).not.toContain(username)
  })

  test('sends three in an hour at most, and says nothing of it', async () => {
    const { username, address } = await reachable()
    for (let asked = 0; asked < 5; asked += 1) expect(await start(username)).toEqual(accepted)
    expect((await running.post()).map(({ to }) => to)).toEqual([address, address, address])
    running.clock.advance(60 * 60_000 + 1000)
    await start(address)
    expect(await running.post()).toHaveLength(1)
  })

  test('reaches everyone who shares an address', async () => {
    const [one, other] = [await reachable(), await reachable()]
    await other.browser.send('PUT', '/contact', { body: { address: one.address } })
    const [letter] = await running.post()
    await running.browser().send('POST', '/contact/verify', { body: { token: letter?.token } })
    await running.post()
    await start(one.address)
    expect((await running.post()).map(({ to }) => to)).toEqual([one.address, one.address])
  })
})

describe('a link', () => {
  async function link() {
    const somebody = await reachable()
    await start(somebody.username)
    const [letter] = await running.post()
    return { ...somebody, token: letter?.token ?? '' }
  }

  test('sets a password once, ends every session, signs nobody in and tells the person', async () => {
    const { username, address, browser, token } = await link()
    const device = running.browser()
    const answer = await device.send('POST', '/recovery/password', { body: { token, password: newPassword } })
    expect([answer.status, answer.setCookies]).toEqual([204, []])
    expect([await isIn(browser), await isIn(device)]).toEqual([false, false])
    expect((await running.post()).map(({ to }) => to)).toEqual([address])
    expect(await signIn(username, goodPassword)).toEqual([401, 'wrong_credentials'])
    expect(await signIn(username)).toEqual([200, undefined])
    expect(await finish(token)).toEqual([400, 'unknown_recovery_token'])
    await running.post()
  })

  test('sets one password of several at once', async () => {
    const { token } = await link()
    const answers = await Promise.all([1, 2, 3].map((n) => finish(token, `password of caller ${n}`)))
    expect(answers.map(([status]) => String(status)).toSorted()).toEqual(['204', '400', '400'])
    await running.post()
  })

  test('is not used up by a password that may not be used', async () => {
    const { token, username } = await link()
    expect(await finish(token, 'short')).toEqual([400, 'invalid_password'])
    expect(await finish(token, 'password123')).toEqual([400, 'leaked_password'])
    expect(await finish(token, username)).toEqual([400, 'invalid_password'])
    expect(await finish(token)).toEqual(good)
    await running.post()
  })

  test('works for an hour', async () => {
    const { token } = await link()
    running.clock.advance(60 * 60_000)
    expect(await finish(token)).toEqual([400, 'unknown_recovery_token'])
  })

  test('stops working when the password is set otherwise, or the account secured', async () => {
    const { token, browser, username } = await link()
    await browser.send('PUT', '/security/password', { body: { password: 'set by myself' } })
    expect(await finish(token)).toEqual([400, 'unknown_recovery_token'])
    await start(username)
    const letters = await running.post()
    await browser.send('POST', '/security/secure')
    expect(await finish(letters.find(({ token: one }) => one)?.token ?? '')).toEqual([
      400,
      'unknown_recovery_token',
    ])
    await running.post()
  })

  test.each(['', 'x', 'x'.repeat(43)])('is none: %j', async (token) => {
    expect(await finish(token)).toEqual([400, 'unknown_recovery_token'])
  })

  test('does not get around the second factor', async () => {
    const { token, username, browser } = await link()
    const { code } = await addTotp(browser, running.clock.now)
    expect(await finish(token)).toEqual(good)
    expect(await signIn(username)).toEqual([401, 'second_factor_required'])
    running.clock.advance(60_000)
    expect(await signIn(username, newPassword, { code: code() })).toEqual([200, undefined])
    await running.post()
  })
})

describe('a sign-in with the old password', () => {
  test('that is under way when a new one is set lets nobody in', async () => {
    const { username, browser } = await reachable()
    const { code } = await addTotp(browser, running.clock.now)
    await start(username)
    const token = (await running.post()).find(({ token: one }) => one)?.token ?? ''
    running.clock.advance(60_000)
    let answer: ReturnType<typeof signIn> | undefined
    // The password has been found right, and the code waits for its turn.
    await running.admin.begin(async (sql) => {
      await sql`lock table totp_secrets in exclusive mode`
      answer = signIn(username, goodPassword, { code: code() })
      const waiting = () => countWaiting(sql)
      await expect.poll(waiting, { timeout: 5_000 }).toBe(1)
      expect(await finish(token)).toEqual(good)
    })
    expect(await answer).toEqual([401, 'wrong_credentials'])
    await running.post()
  })
})

describe('a recovery code', () => {
  async function withCodes() {
    const username = `has_codes_${(count += 1)}x`
    const browser = running.browser()
    await browser.registered(username)
    const { body } = await browser.send('POST', '/security/recovery-codes')
    return { username, browser, codes: body.recovery_codes as string[] }
  }

  test('sets a password where there is no address, once, and ends every session', async () => {
    const { username, browser, codes } = await withCodes()
    expect(await withCode(username, codes[0] ?? '')).toEqual(good)
    expect(await isIn(browser)).toBe(false)
    expect(await signIn(username)).toEqual([200, undefined])
    expect(await withCode(username, codes[0] ?? '')).toEqual([403, 'wrong_recovery_code'])
  })

  test('is refused in the same words for a wrong code and an unknown name', async () => {
    const { username } = await withCodes()
    const { codes } = await withCodes()
    const wrong = [403, 'wrong_recovery_code']
    expect(await withCode(username, 'aaaa-aaaa-aaaa-aaaa')).toEqual(wrong)
    expect(await withCode(username, codes[0] ?? '')).toEqual(wrong)
    expect(await withCode('nobody_of_that_name', codes[0] ?? '')).toEqual(wrong)
    expect(await withCode('nobody@example.org', 'nonsense')).toEqual(wrong)
  })

  test('is not used up by a password that may not be used', async () => {
    const { username, codes } = await withCodes()
    expect(await withCode(username, codes[0] ?? '', 'short')).toEqual([400, 'invalid_password'])
    expect(await withCode(username, codes[0] ?? '', username)).toEqual([400, 'invalid_password'])
    expect(await withCode(username, codes[0] ?? '')).toEqual(good)
  })

  test('leaves the second factor in place', async () => {
    const { username, browser, codes } = await withCodes()
    await addTotp(browser, running.clock.now)
    expect(await withCode(username, codes[0] ?? '')).toEqual(good)
    expect(await signIn(username)).toEqual([401, 'second_factor_required'])
    expect(await signIn(username, newPassword, { code: codes[1] })).toEqual([200, undefined])
  })
})
