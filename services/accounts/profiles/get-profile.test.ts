import { afterAll, beforeAll, expect, test } from 'vitest'
import { PublicProfile } from '../contract/index.ts'
import type { Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let count = 0
const freshName = () => `shown_number_${(count += 1)}x`

beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

const everything = { display_name: 'Shown', bio: 'A bio', pronouns: 'they/them', color: 255 }

async function person(given: object = {}) {
  const username = freshName()
  const browser = running.browser()
  const account = await browser.registered(username)
  await browser.send('PATCH', '/accounts/@me', { body: { ...everything, ...given } })
  return { browser, account, username }
}

async function profileOf(username: string, browser: Browser = running.browser(), as?: string) {
  const headers = as === undefined ? {} : { 'alles-account': as }
  return (await browser.send('GET', `/profiles/${username}`, { headers })).body.profile
}

test('P-020: a profile has exactly the fields of the allow-list', async () => {
  const { account, username } = await person()
  const profile = await profileOf(username.toUpperCase())
  expect(Object.keys(profile).toSorted()).toEqual(Object.keys(PublicProfile.shape).toSorted())
  expect(Object.keys(PublicProfile.shape).toSorted()).toEqual(
    'avatar banner bio bot color display_name id pronouns public username'.split(' '),
  )
  expect(profile).toEqual({
    id: account.id,
    username,
    ...everything,
    avatar: null,
    banner: null,
    bot: false,
    public: true,
  })
})

test('a private account shows its names and picture, and the rest to itself alone', async () => {
  const { browser, account, username } = await person({ public: false })
  const made = await browser.send('POST', '/accounts/secondary', { body: { username: freshName() } })
  const sibling = made.body.account.id as string
  const stranger = await person()
  const shut = { bio: null, pronouns: null, color: null, banner: null, public: false, display_name: 'Shown' }
  for (const seen of [
    await profileOf(username),
    await profileOf(username, stranger.browser),
    await profileOf(username, browser, sibling),
    await profileOf(username, browser, '999'),
  ])
    expect(seen).toEqual({ id: account.id, username, avatar: null, bot: false, ...shut })
  expect(await profileOf(username, browser, account.id)).toMatchObject({ ...everything, public: false })
  expect(await running.calls.profiles({ ids: [account.id] })).toMatchObject([{ color: null, banner: null }])
  await browser.send('PATCH', '/accounts/@me', {
    body: { public: true },
    headers: { 'alles-account': account.id },
  })
  expect(await running.calls.profiles({ ids: [account.id] })).toMatchObject([{ color: 255 }])
})

test('bots have one', async () => {
  const bot = await running.calls.createBotAccount({
    id: running.parts.ids.blurred(),
    username: 'show bot',
    displayName: 'Show Bot',
  })
  expect(await profileOf(bot.username)).toMatchObject({
    id: bot.accountId,
    bot: true,
    display_name: 'Show Bot',
  })
})

test('of suspended, forgotten and unknown accounts nobody learns which they are', async () => {
  const [suspended, forgotten] = [await person(), await person()]
  await running.calls.suspend({ accountId: suspended.account.id, suspended: true })
  await running.calls.forget({ accountId: forgotten.account.id, mode: 'everything' })
  const names = [suspended.username, forgotten.username, 'nobody_at_all', 'no such / name!']
  const answers = await Promise.all(
    names.map((name) => running.browser().send('GET', `/profiles/${encodeURIComponent(name)}`)),
  )
  const alike = answers.map(({ status, body }) => [status, { ...body, request_id: '' }])
  expect(new Set(alike.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(alike[0]).toEqual([404, expect.objectContaining({ code: 'no_such_account' })])
})

test('nothing others are answered says when an account was opened', async () => {
  const { account, username } = await person()
  const answers = [await profileOf(username), ...(await running.calls.profiles({ ids: [account.id] }))]
  for (const answer of answers) {
    const text = JSON.stringify(answer)
    expect(text).not.toMatch(/created|since|_at/)
    expect(text).not.toContain(account.created_at.slice(0, 10))
  }
})
