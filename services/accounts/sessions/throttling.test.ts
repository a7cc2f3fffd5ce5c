import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let count = 0
const freshName = () => `throttled_${(count += 1)}x`
beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

async function named(registered: boolean): Promise<string> {
  const username = freshName()
  if (registered) await running.browser().registered(username)
  return username
}

async function signIn(login: string, given: Record<string, unknown> = {}) {
  const browser = running.browser(`10.2.${Math.floor((count += 1) / 250)}.${count % 250}`)
  const answer = await browser.send('POST', '/session', {
    body: { login, password: 'wrong password', ...given },
  })
  return [answer.status, answer.body.code]
}

const fail = async (login: string, times: number) => {
  for (let attempt = 0; attempt < times; attempt += 1) await signIn(login)
}
const solve = () => running.browser().solve('sign-in')
const proof = [403, 'proof_of_work_required']
const wrong = [401, 'wrong_credentials']
const good = [200, undefined]

describe.each([
  ['somebody', true],
  ['nobody', false],
])('after ten failed tries, the name of %s', (_, registered) => {
  test('wants a proof of work from whoever tries, and takes one for one try', async () => {
    const name = await named(registered)
    await fail(name, 9)
    expect(await signIn(name)).toEqual(wrong)
    expect(await signIn(name)).toEqual(proof)
    expect(await signIn(name, { password: goodPassword })).toEqual(proof)
    expect(await signIn(name.toUpperCase())).toEqual(proof)
    const altcha = await solve()
    expect(await signIn(name, { altcha })).toEqual(wrong)
    expect(await signIn(name, { altcha })).toEqual(proof)
    expect(await signIn(freshName())).toEqual(wrong)
  })

  test('takes no other proof than one for signing in', async () => {
    const name = await named(registered)
    await fail(name, 10)
    const browser = running.browser()
    for (const altcha of ['nonsense', '', await browser.solve('registration')])
      expect(await signIn(name, { altcha })).toEqual(proof)
    const easier = JSON.parse(Buffer.from(await solve(), 'base64').toString('utf8'))
    easier.challenge.parameters.cost = 1
    const altcha = Buffer.from(JSON.stringify(easier)).toString('base64')
    expect(await signIn(name, { altcha })).toEqual(proof)
    const late = await solve()
    running.clock.advance(10 * 60_000 + 1000)
    expect(await signIn(name, { altcha: late })).toEqual(proof)
  })

  test('is free again an hour after the first of them', async () => {
    const name = await named(registered)
    await fail(name, 10)
    running.clock.advance(59 * 60_000)
    expect(await signIn(name)).toEqual(proof)
    running.clock.advance(60_000)
    expect(await signIn(name)).toEqual(wrong)
  })
})

test('whoever owns a name gets in while others try it, with one proof', async () => {
  const name = await named(true)
  await fail(name, 15)
  expect(await signIn(name, { password: goodPassword, altcha: await solve() })).toEqual(good)
})

test('many tries at the same moment count as many', async () => {
  const name = await named(true)
  const answers = await Promise.all(Array.from({ length: 30 }, () => signIn(name)))
  const codes = answers.map(([, code]) => code)
  expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(10)
  expect(codes.filter((code) => code === 'proof_of_work_required')).toHaveLength(20)
})

test('a challenge for signing in is more work than one for registering, and none for it', async () => {
  const browser = running.browser()
  const altcha = await browser.solve('sign-in')
  const answer = await browser.register({ username: freshName(), altcha })
  expect([answer.status, answer.body.code]).toEqual([400, 'bad_captcha'])
  expect((await browser.send('GET', '/challenge?for=anything')).status).toBe(400)
})

describe('proving again who is signed in', () => {
  test('is refused to a session after ten wrong passwords, and to no other session', async () => {
    const username = freshName()
    const browser = running.browser()
    await browser.registered(username)
    const other = running.browser()
    await other.send('POST', '/session', { body: { login: username, password: goodPassword } })
    const confirm = async (by: typeof browser, password: string) =>
      (await by.send('POST', '/session/confirm', { body: { password } })).status
    for (let attempt = 0; attempt < 10; attempt += 1) expect(await confirm(browser, 'wrong')).toBe(403)
    expect(await confirm(browser, goodPassword)).toBe(429)
    expect(await confirm(other, goodPassword)).toBe(204)
  })
})
