import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { coverage, eraseRows, unsealedValues } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import { profileChanged, profilesTopic } from '../contract/index.ts'
import { goodPassword } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let count = 0
const freshName = () => `somebody_no_${(count += 1)}x`

beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

async function person() {
  const username = freshName()
  const browser = running.browser()
  const account = await browser.registered(username)
  const signIn = async (password = goodPassword) => {
    const answer = await running.browser().send('POST', '/session', { body: { login: username, password } })
    return [answer.status, answer.body.code]
  }
  return { username, browser, account, signIn }
}

const bot = (username: string) =>
  running.calls.createBotAccount({ id: running.parts.ids.blurred(), username, displayName: username })

describe('editing what others see', () => {
  test('changes what is given and nothing else', async () => {
    const { browser, account } = await person()
    const edit = async (body: object) => (await browser.send('PATCH', '/accounts/@me', { body })).body.account
    const shown = {
      display_name: 'Ada 🙂',
      bio: 'One\nTwo',
      pronouns: 'she/her',
      color: 0xff_88_00,
      public: false,
    }
    expect(await edit(shown)).toEqual({ ...account, ...shown })
    expect(await edit({ pronouns: ' ', color: null, public: true })).toMatchObject({
      pronouns: null,
      color: null,
      public: true,
    })
    expect(await edit({ bio: null })).toMatchObject({ display_name: 'Ada 🙂', bio: null })
    expect(await edit({ display_name: '  ' })).toMatchObject({ display_name: null })
    expect(await edit({})).toEqual(account)
  })

  test.each([
    [{ display_name: 'x'.repeat(33) }],
    [{ display_name: 'two\nlines' }],
    [{ display_name: 'turned\u202earound' }],
    [{ bio: 'x'.repeat(191) }],
    [{ bio: 'bell\u0007' }],
    [{ bio: 7 }],
    [{ pronouns: 'x'.repeat(41) }],
    [{ pronouns: 'two\nlines' }],
    [{ color: 0x1_00_00_00 }],
    [{ color: -1 }],
    [{ public: null }],
    [{ avatar: 'name' }],
    [{ username: 'other' }],
  ])('refuses %j', async (body) => {
    const { browser } = await person()
    expect((await browser.send('PATCH', '/accounts/@me', { body })).status).toBe(400)
  })

  test('is seen by everybody at once', async () => {
    const { browser, account } = await person()
    const profile = async () => (await running.calls.profiles({ ids: [account.id] }))[0]
    expect(await profile()).toEqual({
      id: account.id,
      username: account.username,
      displayName: null,
      avatar: null,
      banner: null,
      color: null,
      bot: false,
    })
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(profilesTopic, profileChanged, heard)
    await browser.send('PATCH', '/accounts/@me', { body: { display_name: 'Shown' } })
    unsubscribe()
    expect((await profile())?.displayName).toBe('Shown')
    expect(heard).toHaveBeenCalledExactlyOnceWith({ accountId: account.id, gone: false })
  })

  test('needs somebody signed in', async () => {
    expect((await running.browser().send('PATCH', '/accounts/@me', { body: {} })).status).toBe(401)
  })
})

describe('profiles', () => {
  test('come from memory when known, and without those that do not exist', async () => {
    const people = await Promise.all([person(), person(), person()])
    const ids = people.map((one) => one.account.id)
    const first = await running.calls.profiles({ ids: [...ids, '123456'] })
    expect(first.map((profile) => profile.id).toSorted()).toEqual(ids.toSorted())
    await running.admin`alter table accounts rename to accounts_away`
    expect(await running.calls.profiles({ ids })).toHaveLength(3)
    await running.admin`alter table accounts_away rename to accounts`
  })

  test('of many accounts are read at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, (_, index) => bot(`crowd ${index}`)))
    const profiles = await running.calls.profiles({ ids: made.map((one) => one.accountId) })
    expect(profiles.every((profile) => profile.bot && profile.displayName?.startsWith('crowd'))).toBe(true)
  })
})

describe('one’s own accounts', () => {
  test('are listed for their person', async () => {
    const { browser, account } = await person()
    expect((await browser.send('GET', '/accounts/mine')).body).toEqual({ accounts: [account] })
  })
})

describe('bots', () => {
  test('get the nearest free name', async () => {
    const [one, two] = [await bot('Echo Machine'), await bot('Echo Machine')]
    expect(one.username).toBe('echo_machine')
    expect(two.username).toMatch(/^echo_machine_\d{4}$/)
  })

  test('are made once', async () => {
    const id = running.parts.ids.blurred()
    const one = await running.calls.createBotAccount({ id, username: 'once only' })
    expect(await running.calls.createBotAccount({ id, username: 'another name' })).toEqual(one)
  })

  test('are deleted with their key, twice as well as once', async () => {
    const { accountId } = await bot('Short Lived')
    await running.calls.deleteBotAccount({ accountId })
    await running.calls.deleteBotAccount({ accountId })
    expect(await running.calls.profiles({ ids: [accountId] })).toEqual([])
    expect(await running.calls.findAccountById({ accountId })).toBeNull()
  })

  test('cannot be deleted by deleting a person', async () => {
    const { account } = await person()
    await running.calls.deleteBotAccount({ accountId: account.id })
    expect(await running.calls.findAccountById({ accountId: account.id })).not.toBeNull()
  })
})

describe('suspending', () => {
  test('ends all sessions and says so only to who knows the password, until taken back', async () => {
    const { browser, account, signIn } = await person()
    await running.calls.suspend({ accountId: account.id, suspended: true })
    expect((await browser.send('GET', '/session')).status).toBe(401)
    expect(await signIn()).toEqual([403, 'account_suspended'])
    expect(await signIn('wrong')).toEqual([401, 'wrong_credentials'])
    await running.calls.suspend({ accountId: account.id, suspended: true })
    await running.calls.suspend({ accountId: account.id, suspended: false })
    expect(await signIn()).toEqual([200, undefined])
  })

  test('is for people who exist', async () => {
    const { accountId } = await bot('Not Suspendable')
    const suspend = (id: string) => running.calls.suspend({ accountId: id, suspended: true })
    await expect(suspend(accountId)).rejects.toMatchObject({ kind: { code: 'not_a_person' } })
    await expect(suspend('999')).rejects.toMatchObject({ kind: { code: 'no_such_account' } })
  })
})

describe('administration', () => {
  test('is granted and taken back while the person is signed in', async () => {
    const { browser, account } = await person()
    const isAdministrator = async () => (await browser.send('GET', '/session')).body.administrator
    expect(await isAdministrator()).toBe(false)
    await running.calls.grantAdministrator({ accountId: account.id })
    expect(await isAdministrator()).toBe(true)
    await running.calls.grantAdministrator({ accountId: account.id, granted: false })
    expect(await isAdministrator()).toBe(false)
  })
})

describe('finding', () => {
  test('by name, folded, and by id', async () => {
    const { account, username } = await person()
    const found = await running.calls.findAccount({ username: username.toUpperCase() })
    expect(found).toEqual({ accountId: account.id, personId: expect.any(String), kind: 'primary' })
    expect(await running.calls.findAccountById({ accountId: account.id })).toEqual(found)
    expect(await running.calls.accountsOf({ personId: found?.personId ?? '' })).toEqual([account.id])
    expect(await running.calls.findAccount({ username: 'nobody_of_this_name' })).toBeNull()
  })
})

describe('being forgotten', () => {
  test('ends sessions and sign-in, empties the profile and reserves the name for 90 days', async () => {
    const { browser, account, username, signIn } = await person()
    await running.calls.profiles({ ids: [account.id] })
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(profilesTopic, profileChanged, heard)
    await running.calls.forget({ accountId: account.id, mode: 'everything' })
    await running.calls.forget({ accountId: account.id, mode: 'everything' })
    unsubscribe()
    expect(heard).toHaveBeenCalledWith({ accountId: account.id, gone: true })
    expect((await browser.send('GET', '/session')).status).toBe(401)
    expect(await signIn()).toEqual([401, 'wrong_credentials'])
    expect(await running.calls.profiles({ ids: [account.id] })).toEqual([])
    await eraseAll(account.id)
    expect((await running.browser().register({ username })).body.code).toBe('username_taken')
    expect((await running.browser().register({ username: username.replace('_', '.') })).status).toBe(409)
    running.clock.advance(91 * 24 * 60 * 60_000)
    await running.purge()
    expect((await running.browser().register({ username })).status).toBe(201)
  })

  test('leaves the person signed in as their other account, and nobody acting as the forgotten one', async () => {
    const { browser, account } = await person()
    const made = await browser.send('POST', '/accounts/secondary', { body: { username: freshName() } })
    const other = made.body.account.id as string
    const as = async (id: string) => {
      const answer = await browser.send('GET', '/sessions', { headers: { 'alles-account': id } })
      return answer.status
    }
    expect([await as(account.id), await as(other)]).toEqual([200, 200])
    await running.calls.forget({ accountId: other, mode: 'pseudonymise' })
    expect([await as(account.id), await as(other)]).toEqual([200, 403])
  })

  test('does nothing to an account that is not there', async () => {
    await running.calls.forget({ accountId: '999', mode: 'pseudonymise' })
  })
})

async function eraseAll(accountId: string): Promise<void> {
  const found = await running.calls.findAccountById({ accountId })
  const { database } = running.parts
  await eraseRows(database, catalogue, { subject: { kind: 'account', id: accountId }, mode: 'everything' })
  await eraseRows(database, catalogue, {
    subject: { kind: 'person', id: found?.personId ?? '' },
    mode: 'everything',
  })
  const [row] = await running.admin`
    select (select count(*) from accounts where id = ${accountId}) +
      (select count(*) from persons where id = ${found?.personId ?? null}) as count`
  expect(row?.['count']).toBe('0')
}

test('everything that is stored is declared', async () => {
  expect(await coverage(running.parts.database, catalogue)).toEqual([])
})

test('everything declared sealed is sealed', async () => {
  await person()
  expect(await unsealedValues(running.parts.database, catalogue)).toEqual([])
})
