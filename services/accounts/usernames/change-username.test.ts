import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { profileChanged, profilesTopic } from '../contract/index.ts'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

const day = 24 * 60 * 60_000
let running: RunningAccounts
let count = 0
const freshName = () => `renamed_no_${(count += 1)}x`

beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

async function person() {
  const username = freshName()
  const browser = running.browser()
  const account = await browser.registered(username)
  return { browser, account, username }
}

async function rename(browser: Browser, username: string) {
  const answer = await browser.send('PUT', '/accounts/@me/username', { body: { username } })
  return answer.body.code ?? answer.body.account.username
}

/** Later, with the proof that a change of the name needs. */
async function later(browser: Browser, days: number) {
  running.clock.advance(days * day)
  await browser.send('POST', '/session/confirm', { body: { password: goodPassword } })
}

describe('a username', () => {
  test('is changed for sign-in, others and whoever holds it in memory', async () => {
    const { browser, account, username } = await person()
    const wished = freshName()
    await running.calls.profiles({ ids: [account.id] })
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(profilesTopic, profileChanged, heard)
    expect(await rename(browser, ` ${wished.toUpperCase()}`)).toBe(wished)
    unsubscribe()
    expect(heard).toHaveBeenCalledExactlyOnceWith({ accountId: account.id, gone: false })
    expect((await running.calls.profiles({ ids: [account.id] }))[0]?.username).toBe(wished)
    expect((await running.calls.findAccount({ username: wished }))?.accountId).toBe(account.id)
    expect(await running.calls.findAccount({ username })).toBeNull()
    const signIn = async (login: string) =>
      (await running.browser().send('POST', '/session', { body: { login, password: goodPassword } })).status
    expect([await signIn(wished), await signIn(username)]).toEqual([200, 401])
  })

  test('stays for 30 days after a change, and one is told until when', async () => {
    const { browser } = await person()
    const [first, second] = [freshName(), freshName()]
    expect(await rename(browser, first)).toBe(first)
    const mine = async () => (await browser.send('GET', '/session')).body.account
    expect((await mine()).username_changes_at).toBe(new Date(running.clock.now() + 30 * day).toISOString())
    expect(await rename(browser, second)).toBe('username_changed_lately')
    await later(browser, 29)
    expect(await rename(browser, second)).toBe('username_changed_lately')
    await later(browser, 1)
    expect((await mine()).username_changes_at).toBeNull()
    expect(await rename(browser, second)).toBe(second)
  })

  test('that one has already costs no change', async () => {
    const { browser, username } = await person()
    expect(await rename(browser, username.toUpperCase())).toBe(username)
    const other = freshName()
    expect(await rename(browser, other)).toBe(other)
  })

  test('may become one that looks like it', async () => {
    const { browser, username } = await person()
    const similar = username.replaceAll('_', '.')
    expect(await rename(browser, similar)).toBe(similar)
    const [row] = await running.admin`
      select count(*)::int as count from reserved_usernames r
      join accounts a on a.username_skeleton = r.skeleton`
    expect(row?.['count']).toBe(0)
  })

  test('that was given up is nobody else’s for 90 days, and the account’s own at any time', async () => {
    const { browser, username } = await person()
    const stranger = await person()
    const next = freshName()
    expect(await rename(browser, next)).toBe(next)
    const taken = async (name: string) => [
      (await running.browser().register({ username: name })).body.code,
      (await stranger.browser.send('POST', '/accounts/secondary', { body: { username: name } })).body.code,
      // Another face of the same person is a stranger to the name.
      (await browser.send('POST', '/accounts/secondary', { body: { username: name } })).body.code,
      await rename(stranger.browser, name),
    ]
    const refused = Array.from({ length: 4 }, () => 'username_taken')
    expect(await taken(username)).toEqual(refused)
    expect(await taken(username.replaceAll('_', '.'))).toEqual(refused)
    await later(browser, 30)
    expect(await rename(browser, username)).toBe(username)
    await later(stranger.browser, 0)
    expect(await taken(username)).toEqual(refused)
    running.clock.advance(91 * day)
    await running.purge()
    const heir = await person()
    expect(await rename(heir.browser, next)).toBe(next)
  })

  test('given up by an account that is erased afterwards is nobody’s', async () => {
    const { browser, account, username } = await person()
    await rename(browser, freshName())
    await running.calls.forget({ accountId: account.id, mode: 'pseudonymise' })
    expect((await running.browser().register({ username })).body.code).toBe('username_taken')
  })

  test.each([
    ['?', 'invalid_username'],
    ['x', 'invalid_username'],
    ['r00t', 'reserved_username'],
  ])('cannot become %s', async (wished, code) => {
    const { browser } = await person()
    expect(await rename(browser, wished)).toBe(code)
  })

  test('is one account’s when several want it at once', async () => {
    const people = await Promise.all([person(), person(), person()])
    const wished = freshName()
    const outcomes = await Promise.all(people.map(({ browser }) => rename(browser, wished)))
    expect(outcomes.filter((outcome) => outcome === wished)).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'username_taken')).toHaveLength(2)
  })

  test('changes once when it is changed twice at once', async () => {
    const { browser } = await person()
    const names = [freshName(), freshName()]
    const outcomes = await Promise.all(names.map((name) => rename(browser, name)))
    expect(outcomes.filter((outcome) => outcome === 'username_changed_lately')).toHaveLength(1)
  })

  test('needs a recent proof of who asks', async () => {
    const { browser } = await person()
    running.clock.advance(6 * 60_000)
    expect(await rename(browser, freshName())).toBe('fresh_sign_in_required')
  })
})
