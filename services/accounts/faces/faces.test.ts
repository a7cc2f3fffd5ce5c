import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { timeOf } from '@alles/platform/ids'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let count = 0
const freshName = () => `face_number_${(count += 1)}x`

beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

async function person() {
  const browser = running.browser()
  const account = await browser.registered(freshName())
  return { browser, account }
}

async function secondary(browser: Browser, given: object = {}) {
  const answer = await browser.send('POST', '/accounts/secondary', {
    body: { username: freshName(), ...given },
  })
  return answer.body.account as { id: string; username: string; kind: string; created_at: string }
}

const as = (id: string) => ({ headers: { 'alles-account': id } })

async function kindsOf(browser: Browser): Promise<Record<string, string>> {
  const { body } = await browser.send('GET', '/accounts/mine')
  return Object.fromEntries(body.accounts.map(({ id, kind }: { id: string; kind: string }) => [id, kind]))
}

async function keyCount(): Promise<number> {
  const [row] = await running.keysAdmin`select count(*)::int as count from keys where kind = 'profile'`
  return Number(row?.['count'])
}

describe('a secondary account', () => {
  test('has a name, a key and a profile of its own, and needs neither password nor challenge', async () => {
    const { browser, account } = await person()
    const answer = await browser.send('POST', '/accounts/secondary', {
      body: { username: 'Masked_One', display_name: ' The Mask ' },
    })
    expect(answer.status).toBe(201)
    const mask = answer.body.account
    expect(mask).toMatchObject({ username: 'masked_one', display_name: 'The Mask', kind: 'secondary' })
    const keys = await running.admin`
      select count(distinct profile_key_id)::int as count from accounts where id in (${account.id}, ${mask.id})`
    expect(keys[0]?.['count']).toBe(2)
    await browser.send('PATCH', '/accounts/@me', { body: { bio: 'of the mask' }, ...as(mask.id) })
    const mine = (await browser.send('GET', '/accounts/mine')).body.accounts
    expect(mine.map((one: { id: string; bio: string | null }) => [one.id, one.bio])).toEqual([
      [account.id, null],
      [mask.id, 'of the mask'],
    ])
  })

  test('can sign in under its own name', async () => {
    const { browser } = await person()
    const mask = await secondary(browser)
    const answer = await running
      .browser()
      .send('POST', '/session', { body: { login: mask.username, password: goodPassword } })
    expect([answer.status, answer.body.account.id]).toEqual([200, mask.id])
  })

  test('has an id that lies anywhere in the month before, next to nobody’s', async () => {
    const { browser, account } = await person()
    const masks = [await secondary(browser), await secondary(browser), await secondary(browser)]
    const times = [account, ...masks].map(({ id }) => timeOf(id))
    for (const time of times) expect(time).toBeLessThanOrEqual(running.clock.now())
    const hours = new Set(times.map((time) => Math.floor(time / 3_600_000)))
    expect(hours.size).toBeGreaterThan(1)
    expect(new Set([account, ...masks].map(({ id }) => BigInt(id) & 0x3f_ffffn)).size).toBe(4)
  })

  test('is held to the same rules for names, its siblings’ included', async () => {
    const { browser, account } = await person()
    const mask = await secondary(browser)
    const refused = async (username: string) => {
      const answer = await browser.send('POST', '/accounts/secondary', { body: { username } })
      return [answer.status, answer.body.code]
    }
    expect(await refused('?')).toEqual([400, 'invalid_username'])
    expect(await refused('adm1n')).toEqual([400, 'reserved_username'])
    const stranger = await person()
    const taken = [409, 'username_taken']
    expect(await refused(stranger.account.username)).toEqual(taken)
    for (const { username } of [account, mask]) {
      expect(await refused(username)).toEqual(taken)
      expect(await refused(username.replaceAll('_', '.'))).toEqual(taken)
    }
  })

  test('leaves no key behind when its name was lost to another', async () => {
    const { browser } = await person()
    const before = await keyCount()
    const username = freshName()
    const answers = await Promise.all(
      [1, 2, 3].map(() => browser.send('POST', '/accounts/secondary', { body: { username } })),
    )
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '409', '409'])
    expect(await keyCount()).toBe(before + 1)
  })

  test('is for people who are signed in', async () => {
    const answer = await running.browser().send('POST', '/accounts/secondary', { body: { username: 'mask' } })
    expect(answer.status).toBe(401)
  })
})

describe('how many there may be', () => {
  test('is up to the rules of the instance, for several at once too', async () => {
    const administrator = await person()
    await running.calls.grantAdministrator({ accountId: administrator.account.id })
    const most = async (secondary_accounts: number) => {
      const answer = await administrator.browser.send('PATCH', '/registration', {
        body: { secondary_accounts },
      })
      expect(answer.status).toBe(200)
    }
    await most(2)
    const { browser } = await person()
    const before = await keyCount()
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() =>
        browser.send('POST', '/accounts/secondary', { body: { username: freshName() } }),
      ),
    )
    const codes = answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).toSorted()
    expect(codes).toEqual(['201 ', '201 ', '400 too_many_accounts', '400 too_many_accounts'])
    expect(await keyCount()).toBe(before + 2)
    await most(0)
    expect(Object.keys(await kindsOf(browser))).toHaveLength(3)
    await most(10)
    expect((await secondary(browser)).kind).toBe('secondary')
  })
})

describe('the primary account', () => {
  test('can be another one, and there is always one', async () => {
    const { browser, account } = await person()
    const mask = await secondary(browser)
    const answer = await browser.send('POST', `/accounts/${mask.id}/primary`)
    expect(answer.body.account).toMatchObject({ id: mask.id, kind: 'primary' })
    expect(await kindsOf(browser)).toEqual({ [mask.id]: 'primary', [account.id]: 'secondary' })
    expect((await browser.send('POST', `/accounts/${mask.id}/primary`)).status).toBe(200)
    const token = browser.cookies.get('session') ?? ''
    const identity = await running.calls.authenticateSession({ token, account: mask.id })
    expect(identity?.accountKind).toBe('primary')
  })

  test('is one’s own, needs a recent proof, and stays when that is refused', async () => {
    const { browser, account } = await person()
    const stranger = await person()
    for (const id of [stranger.account.id, '999']) {
      const answer = await browser.send('POST', `/accounts/${id}/primary`)
      expect([answer.status, answer.body.code]).toEqual([403, 'unknown_account'])
    }
    expect(await kindsOf(browser)).toEqual({ [account.id]: 'primary' })
    running.clock.advance(6 * 60_000)
    const stale = await browser.send('POST', `/accounts/${account.id}/primary`)
    expect(stale.body.code).toBe('fresh_sign_in_required')
  })

  test('is one alone however many are made it at once', async () => {
    const { browser, account } = await person()
    const masks = [await secondary(browser), await secondary(browser), await secondary(browser)]
    const wished = [...masks, account, ...masks]
    const answers = await Promise.all(wished.map(({ id }) => browser.send('POST', `/accounts/${id}/primary`)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(Object.values(await kindsOf(browser)).filter((kind) => kind === 'primary')).toHaveLength(1)
  })

  test('cannot be missing: the database itself refuses', async () => {
    const { browser, account } = await person()
    const mask = await secondary(browser)
    const refusedBy = async (statement: string) => {
      try {
        await running.admin.unsafe(statement)
        return 'done'
      } catch (error) {
        return (error as { constraint_name?: string }).constraint_name
      }
    }
    const missing = 'accounts_have_primary'
    expect(await refusedBy(`update accounts set kind = 'secondary' where id = ${account.id}`)).toBe(missing)
    expect(await refusedBy(`update accounts set forgotten_at = now() where id = ${account.id}`)).toBe(missing)
    expect(await refusedBy(`delete from accounts where id = ${account.id}`)).toBe(missing)
    expect(await refusedBy(`update accounts set kind = 'primary' where id = ${mask.id}`)).toBe(
      'accounts_one_primary',
    )
    const swap = `begin; update accounts set kind = 'secondary' where id = ${account.id};
      update accounts set kind = 'primary' where id = ${mask.id}; commit`
    expect(await refusedBy(swap)).toBe('done')
    const last = `begin; delete from accounts where id = ${account.id};
      update accounts set forgotten_at = now() where id = ${mask.id}; commit`
    expect(await refusedBy(last)).toBe('done')
  })

  test('cannot be missing because two change things at once', async () => {
    const { account } = await person()
    const [owner] = await running.admin`select person_id from accounts where id = ${account.id}`
    const personId = String(owner?.['person_id'])
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const { promise: added, resolve: add } = Promise.withResolvers<void>()
    const adding = running.admin.begin(async (sql) => {
      await sql`
        insert into accounts (id, person_id, kind, profile_key_id, username, username_index, username_skeleton,
          created_at)
        select id + 1, person_id, 'secondary', profile_key_id, username, sha256(username_index),
          sha256(username_skeleton), created_at
        from accounts where id = ${account.id}`
      add()
      await gate
    })
    await added
    const removing = running.admin`delete from accounts where id = ${account.id}`.then(
      () => 'done',
      (error: { constraint_name?: string }) => error.constraint_name,
    )
    open()
    const outcomes = await Promise.all([
      adding.then(
        () => 'done',
        (error: { constraint_name?: string }) => error.constraint_name,
      ),
      removing,
    ])
    expect(new Set(outcomes)).toEqual(new Set(['accounts_have_primary', 'done']))
    const left = await running.admin`
      select count(*) filter (where kind = 'primary')::int as primaries, count(*)::int as all
      from accounts where person_id = ${personId}`
    expect(Number(left[0]?.['primaries']) === 1 || Number(left[0]?.['all']) === 0).toBe(true)
  })

  test('passes to the next when it is forgotten, and says before whether it can be', async () => {
    const { browser, account } = await person()
    const has = (accountId: string) => running.calls.hasSuccessorToName({ accountId })
    expect(await has(account.id)).toBe(false)
    const mask = await secondary(browser)
    expect([await has(account.id), await has(mask.id), await has('999')]).toEqual([true, false, false])
    await running.calls.forget({ accountId: account.id, mode: 'everything' })
    await running.calls.forget({ accountId: account.id, mode: 'everything' })
    expect(await kindsOf(browser)).toEqual({ [mask.id]: 'primary' })
    expect((await browser.send('GET', '/session')).body.account.id).toBe(mask.id)
    expect(await has(mask.id)).toBe(false)
  })
})

describe('switching', () => {
  test('needs no password and holds for requests that name no account', async () => {
    const { browser, account } = await person()
    const mask = await secondary(browser)
    const acting = async () => (await browser.send('GET', '/session')).body.account.id
    expect(await acting()).toBe(account.id)
    const answer = await browser.send('POST', '/session/switch', { body: { account: mask.id } })
    expect(answer.body.account.id).toBe(mask.id)
    expect(await acting()).toBe(mask.id)
    expect((await browser.send('GET', '/session', as(account.id))).body.account.id).toBe(account.id)
  })

  test('every call of a person acts as the account it names, and as no other’s', async () => {
    const { browser, account } = await person()
    const mask = await secondary(browser)
    const stranger = await person()
    const calls = [
      ['GET', '/session', undefined],
      ['GET', '/sessions', undefined],
      ['GET', '/accounts/mine', undefined],
      ['PATCH', '/accounts/@me', {}],
      ['PUT', '/accounts/@me/username', { username: account.username }],
      ['POST', '/accounts/secondary', { username: '?' }],
      ['POST', `/accounts/${account.id}/primary`, undefined],
      ['POST', '/session/switch', { account: account.id }],
      ['POST', '/session/confirm', { password: goodPassword }],
      ['DELETE', '/sessions/1', undefined],
    ] as const
    for (const [method, path, body] of calls) {
      const call = async (id: string) => {
        const answer = await browser.send(method, path, { ...as(id), ...(body && { body }) })
        return answer.body?.code as string | undefined
      }
      for (const id of [stranger.account.id, '999', '', 'x'])
        expect([path, id, await call(id)]).toEqual([path, id, 'unknown_account'])
      for (const id of [account.id, mask.id]) {
        const expected = path.includes('username') && id === mask.id ? 'username_taken' : undefined
        if (path === '/accounts/secondary') expect(await call(id)).toBe('invalid_username')
        else if (path === '/sessions/1') expect(await call(id)).toBe('unknown_session')
        else expect([path, await call(id)]).toEqual([path, expected])
      }
    }
  })

  test('in one tab never makes another tab write as the wrong account', async () => {
    const { browser, account } = await person()
    const mask = await secondary(browser)
    const tabs = [account.id, mask.id]
    const rounds = Array.from({ length: 24 }, (_, round) => round)
    const answers = await Promise.all(
      rounds.flatMap((round) => [
        ...tabs.map((id) =>
          browser.send('PATCH', '/accounts/@me', { body: { bio: `${id} wrote this ${round}` }, ...as(id) }),
        ),
        browser.send('POST', '/session/switch', { body: { account: tabs[round % 2] } }),
      ]),
    )
    for (const { status } of answers) expect(status).toBe(200)
    const edits = answers.filter(({ body }) => body.account.bio !== null)
    for (const { body } of edits) expect(body.account.bio.startsWith(body.account.id)).toBe(true)
    const { accounts } = (await browser.send('GET', '/accounts/mine')).body
    for (const { id, bio } of accounts) expect(bio).toContain(id)
  })
})
