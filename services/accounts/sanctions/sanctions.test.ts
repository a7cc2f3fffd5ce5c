import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { standingChanged, standingsTopic } from '../contract/index.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'
import { isTooLate, siblingDelay } from './sanction-policy.ts'

const hour = 3_600_000
let running: RunningAccounts
let count = 0
beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

/** A person with a primary account, signed in, and `others` secondary ones. */
async function person(others = 1) {
  const browser = running.browser()
  const username = `face_no_${(count += 1)}x`
  const { id } = await browser.registered(username)
  const siblings: string[] = []
  for (let index = 0; index < others; index += 1) {
    const body = { username: `${username}_${index}` }
    siblings.push((await browser.send('POST', '/accounts/secondary', { body })).body.account.id as string)
  }
  const as = async (account: string) =>
    (await browser.send('GET', '/session', { headers: { 'alles-account': account } })).status
  return { id, username, browser, siblings, as }
}

const suspend = (accountId: string, suspended = true) => running.calls.suspend({ accountId, suspended })
const standing = (accountId: string) => running.calls.standingOf({ accountId })

/** When the sanction that waits for an account comes, in hours from now. */
async function hoursUntil(accountId: string): Promise<number> {
  const [row] = await running.admin<{ due: string }[]>`
    select payload ->> 'at' as due from graphile_worker._private_jobs where key = ${`sanction:${accountId}`}`
  return (Number(row?.due) - running.clock.now()) / hour
}

async function later(hours: number): Promise<void> {
  running.clock.advance(hours * hour)
  await running.parts.jobs.drain()
}

describe('suspending one account', () => {
  test('signs it out at once, and its siblings at times of their own within a day', async () => {
    const { id, siblings, as } = await person(3)
    await suspend(id)
    await running.parts.jobs.drain()
    expect(await as(id)).toBe(401)
    const [first = '', second = '', third = ''] = siblings
    expect([await as(first), await as(second), await as(third)]).toEqual([200, 200, 200])
    const waits = await Promise.all(siblings.map(hoursUntil))
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(1)
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(24)
    expect(new Set(waits).size).toBe(3)
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(standingsTopic, standingChanged, heard)
    await later(Math.min(...waits))
    expect(heard).toHaveBeenCalledExactlyOnceWith({ accountId: siblings[waits.indexOf(Math.min(...waits))] })
    unsubscribe()
    while ((await Promise.all(siblings.map(standing))).includes('good')) await later(0.2)
    for (const account of [id, ...siblings]) expect(await as(account)).toBe(401)
  })

  test('refuses sign-in by its name after the right password alone, and not by a sibling’s', async () => {
    const { id, username, siblings } = await person()
    await suspend(id)
    const signIn = async (password: string) => {
      const answer = await running.browser().send('POST', '/session', { body: { login: username, password } })
      return [answer.status, answer.body.code]
    }
    expect(await signIn('a long and good password')).toEqual([403, 'account_suspended'])
    expect(await signIn('not the password at all')).toEqual([401, 'wrong_credentials'])
    expect(await standing(siblings[0] ?? '')).toBe('good')
  })

  test('ends the person’s sessions with the last account that may act', async () => {
    const { id, siblings, browser } = await person()
    const other = siblings[0] ?? ''
    const sessions = () => running.admin`select from sessions where account_id = ${id}`
    await suspend(id)
    expect(await sessions()).toHaveLength(1)
    expect(
      (
        await browser.send('POST', '/session/switch', {
          body: { account: id },
          headers: { 'alles-account': other },
        })
      ).body.code,
    ).toBe('account_suspended')
    await suspend(other)
    expect(await sessions()).toHaveLength(0)
  })

  test('is taken back alike, and what waits for siblings with it', async () => {
    const { id, siblings, as } = await person()
    const other = siblings[0] ?? ''
    await suspend(id)
    await suspend(id, false)
    expect(await as(id)).toBe(200)
    await later(0)
    const wait = await hoursUntil(other)
    expect(wait).toBeGreaterThanOrEqual(1)
    await later(wait)
    expect(await standing(other)).toBe('good')
    await suspend(other)
    await later(await hoursUntil(id))
    await suspend(other, false)
    expect([await standing(other), await standing(id)]).toEqual(['good', 'suspended'])
    await later(await hoursUntil(id))
    expect(await standing(id)).toBe('good')
  })

  test('gives siblings another time where theirs was missed', async () => {
    const { id, siblings } = await person()
    const other = siblings[0] ?? ''
    await suspend(id)
    await later(30)
    expect(await standing(other)).toBe('good')
    const wait = await hoursUntil(other)
    expect(wait).toBeGreaterThanOrEqual(1)
    await later(wait)
    expect(await standing(other)).toBe('suspended')
  })
})

test('delays are drawn evenly between 1 and 24 hours', () => {
  expect(siblingDelay(() => 0)).toBe(hour)
  expect(siblingDelay((below) => below - 1)).toBe(24 * hour)
  expect([isTooLate(0, hour / 4), isTooLate(0, hour)]).toEqual([false, true])
})

test('a person with a suspended account opens no further one', async () => {
  const { id, siblings, browser } = await person()
  await suspend(id)
  const body = { username: 'one_more_face' }
  const headers = { 'alles-account': siblings[0] ?? '' }
  expect((await browser.send('POST', '/accounts/secondary', { body, headers })).body.code).toBe(
    'account_suspended',
  )
})

describe('leaving for good', () => {
  test('keeps everybody from signing in, with the words of a wrong password, and ends no session', async () => {
    const { id, username, as, siblings, browser } = await person()
    const found = await running.calls.findAccountById({ accountId: id })
    await running.calls.beginLeaving({ personId: found?.personId ?? '' })
    const body = { login: username, password: 'a long and good password' }
    const answer = await running.browser().send('POST', '/session', { body })
    expect([answer.status, answer.body.code]).toEqual([401, 'wrong_credentials'])
    expect([await as(id), await as(siblings[0] ?? '')]).toEqual([200, 200])
    const more = await browser.send('POST', '/accounts/secondary', { body: { username: 'yet_another_face' } })
    expect([more.status, more.body.code]).toEqual([409, 'leaving'])
  })
})

describe('exclusions', () => {
  test('reach siblings and nobody else, in one guild, and end alike', async () => {
    const { id, siblings } = await person()
    const other = siblings[0] ?? ''
    const stranger = (await person()).id
    const isExcluded = (accountId: string, guildId = '77') => running.calls.isExcluded({ accountId, guildId })
    await running.calls.exclude({ accountId: id, guildId: '77' })
    await running.calls.exclude({ accountId: id, guildId: '77' })
    expect(await Promise.all([id, other, stranger].map((one) => isExcluded(one)))).toEqual([
      true,
      true,
      false,
    ])
    expect(await isExcluded(other, '78')).toBe(false)
    expect(JSON.stringify(await running.admin`select guild_hash::text from exclusions`)).not.toContain('77"')
    await running.calls.exclude({ accountId: other, guildId: '77' })
    await running.calls.readmit({ accountId: id, guildId: '77' })
    expect(await isExcluded(id)).toBe(true)
    await running.calls.readmit({ accountId: other, guildId: '77' })
    expect(await isExcluded(id)).toBe(false)
  })

  test('are nothing to bots', async () => {
    const bot = await running.calls.createBotAccount({ id: running.parts.ids.blurred(), username: 'lonely' })
    await running.calls.exclude({ accountId: bot.accountId, guildId: '79' })
    expect(await running.calls.isExcluded({ accountId: bot.accountId, guildId: '79' })).toBe(false)
  })
})
