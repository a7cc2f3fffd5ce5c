import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { addPasskey, addTotp } from '../testing/security.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'
import { hashRecoveryCode, newRecoveryCode } from './recovery-code.ts'

let running: RunningAccounts
let count = 0
beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

async function person() {
  const username = `two_factors_${(count += 1)}x`
  const browser = running.browser()
  const account = await browser.registered(username)
  const signIn = async (given: Record<string, unknown> = {}, by: Browser = running.browser()) => {
    const body = { login: username, password: goodPassword, ...given }
    const answer = await by.send('POST', '/session', { body })
    return [answer.status, answer.body.code]
  }
  return { username, browser, account, signIn }
}

const second = [401, 'second_factor_required']
const wrong = [403, 'wrong_code']
const good = [200, undefined]

describe('an authenticator app', () => {
  test('is described as every app reads it, under the name of this place', async () => {
    const { browser, username } = await person()
    const { body } = await browser.send('POST', '/security/totp')
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/)
    const uri = new URL(body.uri)
    expect(decodeURIComponent(uri.pathname)).toBe(`/localhost:3000:${username}`)
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'localhost:3000',
      secret: body.secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    })
  })

  test('counts once its first code was right, and not before', async () => {
    const { browser, signIn } = await person()
    await browser.send('POST', '/security/totp')
    const refused = await browser.send('POST', '/security/totp/confirm', { body: { code: '000000' } })
    expect([refused.status, refused.body.code]).toEqual(wrong)
    expect(await signIn()).toEqual(good)
    const { recoveryCodes } = await addTotp(browser, running.clock.now)
    expect(recoveryCodes).toHaveLength(10)
    expect(await signIn()).toEqual(second)
    expect((await browser.send('GET', '/security')).body).toMatchObject({
      totp: { since: expect.any(String) },
      second_factor: true,
      recovery_codes_left: 10,
    })
    const again = await browser.send('POST', '/security/totp')
    expect([again.status, again.body.code]).toEqual([409, 'totp_on'])
    const twice = await browser.send('POST', '/security/totp/confirm', { body: { code: '000000' } })
    expect([twice.status, twice.body.code]).toEqual([409, 'totp_on'])
  })

  test('tells nobody who does not know the password that there is one', async () => {
    const { browser, signIn } = await person()
    await addTotp(browser, running.clock.now)
    expect(await signIn({ password: 'not the password' })).toEqual([401, 'wrong_credentials'])
    expect(await signIn({ password: 'not the password', code: '123456' })).toEqual([401, 'wrong_credentials'])
  })

  test('takes each code once, of the step before and after too, and no older one', async () => {
    const { browser, signIn } = await person()
    const { code } = await addTotp(browser, running.clock.now)
    expect(await signIn({ code: code() })).toEqual(wrong)
    running.clock.advance(90_000)
    expect(await signIn({ code: code(-2) })).toEqual(wrong)
    expect(await signIn({ code: code(2) })).toEqual(wrong)
    expect(await signIn({ code: code(-1) })).toEqual(good)
    expect(await signIn({ code: code(-1) })).toEqual(wrong)
    expect(await signIn({ code: ` ${code(1).slice(0, 3)} ${code(1).slice(3)} ` })).toEqual(good)
    expect(await signIn({ code: code(0) })).toEqual(wrong)
  })

  test('takes a code once also when it is sent three times at the same moment', async () => {
    const { browser, signIn } = await person()
    const { code } = await addTotp(browser, running.clock.now)
    running.clock.advance(60_000)
    const answers = await Promise.all([1, 2, 3].map(() => signIn({ code: code() })))
    expect(answers.map(([status]) => String(status)).toSorted()).toEqual(['200', '403', '403'])
  })

  test('is removed in a fresh session', async () => {
    const { browser, signIn } = await person()
    await addTotp(browser, running.clock.now)
    expect((await browser.send('DELETE', '/security/totp')).status).toBe(204)
    expect(await signIn()).toEqual(good)
    expect((await browser.send('DELETE', '/security/totp')).status).toBe(204)
  })
})

describe('a passkey beside a password', () => {
  test('makes the password alone insufficient; a recovery code completes it', async () => {
    const { browser, signIn } = await person()
    const { recoveryCodes } = await addPasskey(browser)
    expect(await signIn()).toEqual(second)
    expect(await signIn({ code: '123456' })).toEqual(wrong)
    expect(await signIn({ code: recoveryCodes?.[0] })).toEqual(good)
  })
})

describe('recovery codes', () => {
  test('are 80 random bits in groups that are easily typed', () => {
    const codes = new Set(Array.from({ length: 200 }, newRecoveryCode))
    expect(codes.size).toBe(200)
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
    const one = 'a01o-bcde-fgh1-2345'
    expect(hashRecoveryCode('A01O BCDE FGHI 2345')).toEqual(hashRecoveryCode(one.replace('o', '0')))
    expect(hashRecoveryCode('too short')).toBeNull()
    expect(hashRecoveryCode('uuuu-uuuu-uuuu-uuuu')).toBeNull()
  })

  test('count once each, also when one is sent twice at the same moment', async () => {
    const { browser, signIn } = await person()
    const { recoveryCodes } = await addTotp(browser, running.clock.now)
    const [first = '', next = ''] = recoveryCodes ?? []
    expect(await signIn({ code: first.toUpperCase().replaceAll('-', ' ') })).toEqual(good)
    expect(await signIn({ code: first })).toEqual(wrong)
    const answers = await Promise.all([signIn({ code: next }), signIn({ code: next })])
    expect(answers.map(([status]) => String(status)).toSorted()).toEqual(['200', '403'])
    expect((await browser.send('GET', '/security')).body.recovery_codes_left).toBe(8)
  })

  test('are renewed: those before stop working', async () => {
    const { browser, signIn } = await person()
    const { recoveryCodes } = await addTotp(browser, running.clock.now)
    const { body } = await browser.send('POST', '/security/recovery-codes')
    expect(body.recovery_codes).toHaveLength(10)
    expect(await signIn({ code: recoveryCodes?.[0] })).toEqual(wrong)
    expect(await signIn({ code: body.recovery_codes[9] })).toEqual(good)
  })

  test('are given without a second factor too', async () => {
    const { browser, signIn } = await person()
    const { body } = await browser.send('POST', '/security/recovery-codes')
    expect(body.recovery_codes).toHaveLength(10)
    expect(await signIn()).toEqual(good)
    expect((await addTotp(browser, running.clock.now)).recoveryCodes).toBeNull()
  })

  test('stand in the database as hashes alone, and the secret of an app sealed', async () => {
    const { browser } = await person()
    const { recoveryCodes } = await addTotp(browser, running.clock.now)
    const rows = await running.admin`select t::text as row from recovery_codes t`
    const text = rows.map(({ row }) => String(row)).join('\n')
    for (const code of recoveryCodes ?? []) {
      expect(text).not.toContain(code)
      expect(text).not.toContain(Buffer.from(code).toString('hex'))
      expect(running.logged.join('\n')).not.toContain(code)
    }
    const [row] = await running.admin`select min(octet_length(secret)) as least from totp_secrets`
    expect(Number(row?.['least'])).toBeGreaterThan(37 + 19)
  })
})

describe('wrong codes', () => {
  test('cost a proof of work after ten, and shut nobody out', async () => {
    const { browser, signIn } = await person()
    const { code } = await addTotp(browser, running.clock.now)
    running.clock.advance(60_000)
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await signIn({ code: '000000' }, running.browser(`10.1.0.${attempt}`))).toEqual(wrong)
    expect(await signIn({ code: code() })).toEqual([403, 'proof_of_work_required'])
    expect(await signIn({ code: code(), altcha: await browser.solve() })).toEqual([
      403,
      'proof_of_work_required',
    ])
    expect(await signIn()).toEqual(second)
    expect(await signIn({ code: code(), altcha: await browser.solve('sign-in') })).toEqual(good)
    running.clock.advance(3_600_000)
    expect(await signIn({ code: code() })).toEqual(good)
  })
})

describe('proving again who is signed in', () => {
  test('asks for the code as well', async () => {
    const { browser } = await person()
    const { code } = await addTotp(browser, running.clock.now)
    running.clock.advance(6 * 60_000)
    const confirm = async (given: object) => {
      const body = { password: goodPassword, ...given }
      const answer = await browser.send('POST', '/session/confirm', { body })
      return [answer.status, answer.body?.code]
    }
    expect(await confirm({})).toEqual([403, 'code_required'])
    expect(await confirm({ code: '000000' })).toEqual(wrong)
    expect(await confirm({ password: 'wrong', code: code() })).toEqual([403, 'wrong_password'])
    expect((await browser.send('DELETE', '/security/totp')).status).toBe(403)
    expect(await confirm({ code: code() })).toEqual([204, undefined])
    expect((await browser.send('DELETE', '/security/totp')).status).toBe(204)
  })
})
