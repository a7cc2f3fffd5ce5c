import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuthenticator, type AssertionJson, type Authenticator } from '@alles/platform/testing'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { addPasskey, addTotp } from '../testing/security.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let count = 0
beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

async function person() {
  const username = `passkey_holder_${(count += 1)}x`
  const browser = running.browser()
  const account = await browser.registered(username)
  return { username, browser, account }
}

async function options(browser: Browser, path = '/session/passkey/options') {
  return (await browser.send('POST', path)).body.options
}

async function signIn(authenticator: Authenticator, whims = {}, browser = running.browser()) {
  const response = authenticator.get(await options(browser), whims)
  return browser.send('POST', '/session/passkey', { body: { response } })
}

const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body?.code]
const refused = [403, 'passkey_not_accepted']

describe('making a passkey', () => {
  test('asks for a resident key that checks who uses it, and for no statement about its make', async () => {
    const { browser, username } = await person()
    const { body } = await browser.send('POST', '/security/passkeys/options')
    expect(body.options).toMatchObject({
      rp: { id: 'localhost', name: 'localhost:3000' },
      user: { name: username },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [],
    })
    expect(Buffer.from(body.options.user.id, 'base64url')).toHaveLength(32)
  })

  test('keeps it with its name, gives recovery codes once, and names it to be left out next time', async () => {
    const { browser } = await person()
    const first = await addPasskey(browser, createAuthenticator({ synced: true }), 'Laptop')
    expect(first.passkey).toMatchObject({ name: 'Laptop', synced: true, last_used_at: null })
    expect(first.recoveryCodes).toHaveLength(10)
    const { body } = await browser.send('POST', '/security/passkeys/options')
    expect(body.options.excludeCredentials).toHaveLength(1)
    const second = await addPasskey(browser)
    expect(second.recoveryCodes).toBeNull()
    const security = await browser.send('GET', '/security')
    expect(security.body).toMatchObject({ second_factor: true, recovery_codes_left: 10, password: true })
    expect(security.body.passkeys.map(({ name }: { name: string }) => name)).toEqual(['Laptop', 'Phone'])
  })

  test('gives all passkeys of a person one handle, which is no id', async () => {
    const { browser, account } = await person()
    const handle = async () => (await options(browser, '/security/passkeys/options')).user.id as string
    expect(await handle()).toBe(await handle())
    expect(Buffer.from(await handle(), 'base64url').toString('latin1')).not.toContain(account.id)
  })

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another site', { rpId: 'evil.example' }],
    ['nobody recognised', { userVerified: false }],
  ])('refuses one made for %s', async (_, whims) => {
    const { browser } = await person()
    const response = createAuthenticator().create(await options(browser, '/security/passkeys/options'), whims)
    const answer = await browser.send('POST', '/security/passkeys', { body: { name: 'Bad', response } })
    expect(codeOf(answer)).toEqual(refused)
  })

  test('takes a page of 127.0.0.1 as its own', async () => {
    const { browser } = await person()
    const response = createAuthenticator().create(await options(browser, '/security/passkeys/options'), {
      origin: 'http://127.0.0.1:3000',
    })
    const answer = await browser.send('POST', '/security/passkeys', { body: { name: 'Loop', response } })
    expect(answer.status).toBe(201)
  })

  test('takes a challenge once, for the session that asked, and for five minutes', async () => {
    const { browser } = await person()
    const other = await person()
    const add = (by: Browser, response: object) =>
      by.send('POST', '/security/passkeys', { body: { name: 'Key', response } })
    const given = await options(browser, '/security/passkeys/options')
    expect(codeOf(await add(other.browser, createAuthenticator().create(given)))).toEqual(refused)
    expect((await add(browser, createAuthenticator().create(given))).status).toBe(201)
    expect(codeOf(await add(browser, createAuthenticator().create(given)))).toEqual(refused)
    const late = await options(other.browser, '/security/passkeys/options')
    running.clock.advance(4.9 * 60_000)
    await other.browser.send('POST', '/session/confirm', { body: { password: goodPassword } })
    running.clock.advance(0.2 * 60_000)
    expect(codeOf(await add(other.browser, createAuthenticator().create(late)))).toEqual(refused)
  })

  test('keeps a credential for one person alone', async () => {
    const authenticator = createAuthenticator()
    await addPasskey((await person()).browser, authenticator)
    await expect(addPasskey((await person()).browser, authenticator)).rejects.toThrow('passkey_not_accepted')
  })

  test('refuses a statement that would have to be checked with its maker', async () => {
    const { browser } = await person()
    const made = createAuthenticator().create(await options(browser, '/security/passkeys/options')) as {
      response: { attestationObject: string }
    }
    const object = Buffer.from(made.response.attestationObject, 'base64url')
    const at = object.indexOf('none')
    const claimed = Buffer.concat([object.subarray(0, at), Buffer.from('tpm!'), object.subarray(at + 4)])
    const response = {
      ...made,
      response: { ...made.response, attestationObject: claimed.toString('base64url') },
    }
    const answer = await browser.send('POST', '/security/passkeys', { body: { name: 'Bad', response } })
    expect(codeOf(answer)).toEqual(refused)
  })

  test.each([[{}], [{ id: 'x' }], [{ id: '?', rawId: '?', type: 'public-key', response: {} }]])(
    'refuses %j',
    async (response) => {
      const { browser } = await person()
      const answer = await browser.send('POST', '/security/passkeys', { body: { name: 'Bad', response } })
      expect(codeOf(answer)).toEqual(refused)
      const signedIn = await running.browser().send('POST', '/session/passkey', { body: { response } })
      expect(codeOf(signedIn)).toEqual(refused)
    },
  )

  test('needs a fresh session', async () => {
    const { browser } = await person()
    running.clock.advance(6 * 60_000)
    const answer = await browser.send('POST', '/security/passkeys/options')
    expect(codeOf(answer)).toEqual([403, 'fresh_sign_in_required'])
  })

  test('has an end at twenty', async () => {
    const { browser } = await person()
    for (let made = 0; made < 20; made += 1) await addPasskey(browser)
    const answer = await browser.send('POST', '/security/passkeys/options')
    expect(codeOf(answer)).toEqual([400, 'too_many_passkeys'])
  })
})

describe('signing in with a passkey', () => {
  test('names nobody beforehand and asks for nothing else, TOTP or not', async () => {
    const { browser, account } = await person()
    const { authenticator } = await addPasskey(browser)
    await addTotp(browser, running.clock.now)
    const device = running.browser()
    const given = await options(device)
    expect(given).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(given.allowCredentials ?? []).toEqual([])
    const answer = await signIn(authenticator, {}, device)
    expect([answer.status, answer.body.account.id]).toEqual([200, account.id])
    expect((await device.send('GET', '/session')).status).toBe(200)
    const { body } = await browser.send('GET', '/security')
    expect(body.passkeys[0].last_used_at).toMatch(/:00:00\.000Z$/)
  })

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another site', { rpId: 'evil.example' }],
    ['somebody it did not recognise', { userVerified: false }],
  ])('refuses one used for %s', async (_, whims) => {
    const { authenticator } = await addPasskey((await person()).browser)
    expect(codeOf(await signIn(authenticator, whims))).toEqual(refused)
    expect((await signIn(authenticator)).status).toBe(200)
  })

  test('refuses an unknown passkey, a removed one, and one whose answer was changed', async () => {
    expect(codeOf(await signIn(createAuthenticator()))).toEqual(refused)
    const { browser } = await person()
    const { authenticator, passkey } = await addPasskey(browser)
    const device = running.browser()
    const send = (response: unknown) => device.send('POST', '/session/passkey', { body: { response } })
    const good = authenticator.get(await options(device))
    const changed = (change: Partial<AssertionJson['response']>) => ({
      ...good,
      response: { ...good.response, ...change },
    })
    expect(codeOf(await send(changed({ signature: 'AAAA' })))).toEqual(refused)
    const strange = authenticator.get(await options(device))
    const handled = { ...strange, response: { ...strange.response, userHandle: 'AAAA' } }
    expect(codeOf(await send(handled))).toEqual(refused)
    await browser.send('DELETE', `/security/passkeys/${passkey.id}`)
    expect(codeOf(await signIn(authenticator))).toEqual(refused)
  })

  test('refuses an answer that was used before', async () => {
    const { authenticator } = await addPasskey((await person()).browser)
    const device = running.browser()
    const response = authenticator.get(await options(device))
    const answers = await Promise.all(
      [1, 2, 3].map(() => running.browser().send('POST', '/session/passkey', { body: { response } })),
    )
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '403', '403'])
  })

  test('refuses a counter that does not go up: the key was copied', async () => {
    const authenticator = createAuthenticator({ counts: true })
    await addPasskey((await person()).browser, authenticator)
    expect((await signIn(authenticator, { counter: 9 })).status).toBe(200)
    expect(codeOf(await signIn(authenticator, { counter: 9 }))).toEqual(refused)
    expect(codeOf(await signIn(authenticator, { counter: 0 }))).toEqual(refused)
    expect((await signIn(authenticator, { counter: 10 })).status).toBe(200)
  })

  test('is refused to whoever is suspended', async () => {
    const { browser, account } = await person()
    const { authenticator } = await addPasskey(browser)
    await running.calls.suspend({ accountId: account.id, suspended: true })
    expect(codeOf(await signIn(authenticator))).toEqual([403, 'account_suspended'])
  })

  test('a hundred failed tries close an address', async () => {
    const browser = running.browser('10.9.9.9')
    const response = createAuthenticator().get({ challenge: 'AAAA', rpId: 'localhost' })
    for (let attempt = 0; attempt < 100; attempt += 1)
      await browser.send('POST', '/session/passkey', { body: { response } })
    const answer = await browser.send('POST', '/session/passkey', { body: { response } })
    expect(codeOf(answer)).toEqual([429, 'rate_limited'])
  })
})

describe('proving again who is signed in, with a passkey', () => {
  test('makes the session fresh', async () => {
    const { browser } = await person()
    const { authenticator } = await addPasskey(browser)
    running.clock.advance(6 * 60_000)
    expect((await browser.send('DELETE', '/security/totp')).status).toBe(403)
    const given = await options(browser, '/session/confirm/passkey/options')
    expect(given.allowCredentials).toHaveLength(1)
    const response = authenticator.get(given)
    const answer = await browser.send('POST', '/session/confirm/passkey', { body: { response } })
    expect(answer.status).toBe(204)
    expect((await browser.send('DELETE', '/security/totp')).status).toBe(204)
  })

  test('takes no passkey of somebody else, and no challenge for signing in', async () => {
    const { browser } = await person()
    const { authenticator } = await addPasskey(browser)
    const stranger = await addPasskey((await person()).browser)
    const confirm = (response: object) =>
      browser.send('POST', '/session/confirm/passkey', { body: { response } })
    const given = await options(browser, '/session/confirm/passkey/options')
    expect(codeOf(await confirm(stranger.authenticator.get(given)))).toEqual(refused)
    expect(codeOf(await confirm(authenticator.get(await options(browser))))).toEqual(refused)
  })

  test('needs a passkey', async () => {
    const { browser } = await person()
    const answer = await browser.send('POST', '/session/confirm/passkey/options')
    expect(codeOf(answer)).toEqual([404, 'unknown_passkey'])
  })
})

describe('one’s passkeys', () => {
  test('get other names, and are nobody else’s to name or remove', async () => {
    const { browser } = await person()
    const { passkey } = await addPasskey(browser)
    const stranger = await person()
    const path = `/security/passkeys/${passkey.id}`
    const renamed = await browser.send('PATCH', path, { body: { name: 'Key ring' } })
    expect(renamed.body.passkey).toMatchObject({ id: passkey.id, name: 'Key ring' })
    expect(codeOf(await stranger.browser.send('PATCH', path, { body: { name: 'Mine' } }))).toEqual([
      404,
      'unknown_passkey',
    ])
    expect((await stranger.browser.send('DELETE', path)).status).toBe(404)
    expect((await browser.send('DELETE', path)).status).toBe(204)
    expect((await browser.send('GET', '/security')).body).toMatchObject({
      passkeys: [],
      second_factor: false,
    })
  })

  test('the last one stays where there is no password, whichever is removed first', async () => {
    const { username, browser } = await person()
    expect(codeOf(await browser.send('DELETE', '/security/password'))).toEqual([409, 'last_way_in'])
    const { authenticator, passkey } = await addPasskey(browser)
    const answers = await Promise.all([
      browser.send('DELETE', '/security/password'),
      browser.send('DELETE', `/security/passkeys/${passkey.id}`),
    ])
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['204', '409'])
    if (answers[0]?.status === 409) await addPasskey(browser, authenticator)
    await browser.send('DELETE', '/security/password')
    const security = await browser.send('GET', '/security')
    expect(security.body).toMatchObject({ password: false, second_factor: true })
    const [left] = security.body.passkeys
    expect(codeOf(await browser.send('DELETE', `/security/passkeys/${left.id}`))).toEqual([
      409,
      'last_way_in',
    ])
    const wrong = await running
      .browser()
      .send('POST', '/session', { body: { login: username, password: goodPassword } })
    expect(codeOf(wrong)).toEqual([401, 'wrong_credentials'])
    expect((await signIn(authenticator)).status).toBe(200)
  })
})
