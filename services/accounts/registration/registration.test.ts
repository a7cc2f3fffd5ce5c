import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, solved, type Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let count = 0
const freshName = () => `person_number_${(count += 1)}x`

beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

const rows = async (table: string) =>
  Number((await running.admin.unsafe(`select count(*) from ${table}`))[0]?.['count'])

async function refused(given: Record<string, unknown>, browser: Browser = running.browser()) {
  const answer = await browser.register({ username: freshName(), ...given })
  return [answer.status, answer.body.code]
}

describe('opening an account', () => {
  test('signs in and shows the account', async () => {
    const browser = running.browser()
    const answer = await browser.register({ username: 'Ada.Lovelace', display_name: ' Ada ' })
    expect(answer.status).toBe(201)
    expect(answer.body.account).toMatchObject({
      id: expect.stringMatching(/^\d{17,19}$/),
      username: 'ada.lovelace',
      display_name: 'Ada',
      bio: null,
      kind: 'primary',
    })
    const me = await browser.send('GET', '/session')
    expect(me.body).toMatchObject({ account: { username: 'ada.lovelace' }, administrator: false })
  })

  test('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await running.browser().register({ username: freshName() })
    expect(answer.setCookies).toHaveLength(1)
    expect(answer.setCookies[0]).toMatch(/^session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
    expect(answer.headers['cache-control']).toContain('no-store')
  })

  test('refuses fields it does not know', async () => {
    expect((await running.browser().register({ username: freshName(), phone: '1' })).status).toBe(400)
  })

  test.each([
    ['a', 'invalid_username'],
    ['a'.repeat(33), 'invalid_username'],
    ['with space', 'invalid_username'],
    ['.dot', 'invalid_username'],
    ['dot.', 'invalid_username'],
    ['two..dots', 'invalid_username'],
    ['ümlaut', 'invalid_username'],
    ['аdа', 'invalid_username'],
    ['admin', 'reserved_username'],
    ['ADM1N', 'reserved_username'],
    ['deleted_user', 'reserved_username'],
    ['every.one', 'reserved_username'],
  ])('refuses the username %s as %s', async (username, code) => {
    expect(await refused({ username })).toEqual([400, code])
  })

  test('takes names typed in another width or case as the same name', async () => {
    const browser = running.browser()
    const answer = await browser.register({ username: 'ＷＩＤＥ_name' })
    expect(answer.body.account.username).toBe('wide_name')
    expect(await refused({ username: 'Wide_Name' })).toEqual([409, 'username_taken'])
  })

  test('refuses names that look like one that exists', async () => {
    await running.browser().registered('marvin_10')
    for (const username of ['marvln1o', 'rnarvin_10', 'marv.in10'])
      expect([username, ...(await refused({ username }))]).toEqual([username, 409, 'username_taken'])
    expect((await refused({ username: 'maruin_10' }))[0]).toBe(201)
  })

  test.each([['short'], ['x'.repeat(257)], ['🙂'.repeat(7)]])('refuses the password %s', async (password) => {
    expect(await refused({ password })).toEqual([400, 'invalid_password'])
  })

  test('refuses the username as password', async () => {
    expect(await refused({ username: 'carla_peters', password: 'Carla_Peters' })).toEqual([
      400,
      'invalid_password',
    ])
  })

  test('takes passwords of 8 and of 256 characters', async () => {
    expect((await refused({ password: 'x'.repeat(8) }))[0]).toBe(201)
    expect((await refused({ password: '🙂'.repeat(256) }))[0]).toBe(201)
  })

  test('lets one of two at once have a name', async () => {
    const username = freshName()
    const answers = await Promise.all([1, 2, 3].map(() => running.browser().register({ username })))
    expect(answers.map((answer) => String(answer.status)).toSorted()).toEqual(['201', '409', '409'])
  })

  test('leaves no key behind for a name that was lost to another', async () => {
    const before = await keyCount()
    const username = freshName()
    await Promise.all([1, 2, 3].map(() => running.browser().register({ username })))
    expect(await keyCount()).toBe(before + 2)
  })
})

async function keyCount(): Promise<number> {
  const [row] = await running.keysAdmin`
    select count(*) from keys where kind in ('person', 'profile')`
  return Number(row?.['count'])
}

describe('the challenge', () => {
  test('counts once', async () => {
    const browser = running.browser()
    const altcha = await browser.solve()
    expect((await refused({ altcha }, browser))[0]).toBe(201)
    expect(await refused({ altcha }, running.browser())).toEqual([400, 'bad_captcha'])
  })

  test('counts once even when the name was taken', async () => {
    const altcha = await running.browser().solve()
    await running.browser().registered('taken_already')
    expect(await refused({ altcha, username: 'taken_already' })).toEqual([409, 'username_taken'])
    expect(await refused({ altcha })).toEqual([400, 'bad_captcha'])
  })

  test('counts once when it is sent twice at the same moment', async () => {
    const altcha = await running.browser().solve()
    const answers = await Promise.all([1, 2, 3, 4].map(() => refused({ altcha })))
    expect(answers.map(([status]) => String(status)).toSorted()).toEqual(['201', '400', '400', '400'])
  })

  test.each([['nonsense'], [''], ['e30='], [Buffer.from('{"challenge":1}').toString('base64')]])(
    'is not answered by %j',
    async (altcha) => {
      expect(await refused({ altcha })).toEqual([400, 'bad_captcha'])
    },
  )

  test('is not answered by a challenge we did not give', async () => {
    const { body } = await running.browser().send('GET', '/challenge')
    const payload = JSON.parse(Buffer.from(await solved(body), 'base64').toString('utf8'))
    payload.challenge.parameters.expiresAt += 1000
    const forged = Buffer.from(JSON.stringify(payload)).toString('base64')
    expect(await refused({ altcha: forged })).toEqual([400, 'bad_captcha'])
    payload.challenge.parameters.expiresAt -= 1000
    payload.solution.derivedKey = payload.solution.derivedKey.replaceAll(/./g, '0')
    const guessed = Buffer.from(JSON.stringify(payload)).toString('base64')
    expect(await refused({ altcha: guessed })).toEqual([400, 'bad_captcha'])
  })

  test('expires after ten minutes and leaves with the purge', async () => {
    const altcha = await running.browser().solve()
    const used = await running.browser().solve()
    expect((await refused({ altcha: used }))[0]).toBe(201)
    expect(await rows('used_challenges')).toBeGreaterThan(0)
    running.clock.advance(10 * 60_000 + 1000)
    expect(await refused({ altcha })).toEqual([400, 'bad_captcha'])
    await running.purge()
    expect(await rows('used_challenges')).toBe(0)
  })

  test('is small enough for a browser and is the same work for every process', async () => {
    const { body } = await running.browser().send('GET', '/challenge')
    expect(body.parameters).toMatchObject({ algorithm: 'PBKDF2/SHA-256', cost: 10 })
    expect(Object.keys(body).toSorted()).toEqual(['parameters', 'signature'])
  })
})

describe('age', () => {
  test('under 13 is refused, leaves nothing, and closes the browser for a day', async () => {
    const browser = running.browser()
    const persons = await rows('persons')
    const used = await rows('used_challenges')
    const answer = await browser.register({ username: freshName(), age: 12 })
    expect([answer.status, answer.body.code]).toEqual([403, 'too_young'])
    expect(answer.setCookies).toEqual([
      expect.stringMatching(/^age-gate=1; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/),
    ])
    expect(await rows('persons')).toBe(persons)
    expect(await rows('used_challenges')).toBe(used)
    const again = await browser.register({ username: freshName(), age: 20 })
    expect([again.status, again.body.code, again.setCookies]).toEqual([403, 'too_young', []])
    expect((await running.browser().register({ username: freshName(), age: 20 })).status).toBe(201)
  })

  test('13 is old enough', async () => {
    expect((await refused({ age: 13 }))[0]).toBe(201)
  })

  test('is judged before anything else is looked at', async () => {
    const wrong = { age: 12, username: '?', password: 'x', email: 'a@b.c', altcha: 'x' }
    expect(await refused(wrong)).toEqual([403, 'too_young'])
  })

  test.each([[12.5], [-1], ['30'], [null], [1000]])('%j is no age', async (age) => {
    expect((await refused({ age }))[0]).toBe(400)
  })

  test('is neither stored nor logged', async () => {
    await running.browser().register({ username: freshName(), age: 117 })
    const columns = await running.admin`
      select column_name from information_schema.columns where table_schema = 'public'`
    expect(columns.map((row) => row['column_name']).join()).not.toContain('age')
    expect(running.logged.join('\n')).not.toMatch(/\b117\b/)
  })
})

describe('what is stored', () => {
  test('neither name nor password nor token is there in clear, nor in the log', async () => {
    const browser = running.browser()
    const canaries = ['canary_username', 'Canary Display', 'canary password 1']
    const [username = '', display_name = '', password = ''] = canaries
    expect((await browser.register({ username, display_name, password })).status).toBe(201)
    await browser.send('PATCH', '/accounts/@me', { body: { bio: 'canary bio' } })
    await browser.send('POST', '/session', { body: { login: username, password } })
    const token = browser.cookies.get('session') ?? 'none'
    const stored = await everything()
    for (const canary of [...canaries, 'canary bio', token]) {
      expect(stored).not.toContain(canary)
      expect(stored).not.toContain(Buffer.from(canary).toString('hex'))
      expect(running.logged.join('\n')).not.toContain(canary)
    }
  })
})

async function everything(): Promise<string> {
  const tables = [
    'persons',
    'accounts',
    'sessions',
    'used_challenges',
    'reserved_usernames',
    'administrators',
    'invitations',
    'instance_rules',
  ]
  const texts = tables.map(async (table) => {
    const found = await running.admin.unsafe(`select t::text as row from ${table} t`)
    return found.map((row) => String(row['row'])).join('\n')
  })
  return (await Promise.all(texts)).join('\n')
}

describe('registration', () => {
  test('the operator is held to the same names and passwords', async () => {
    const make = (username: string, password: string) =>
      running.calls.createByOperator({ username, password }).catch((error) => error.kind?.code)
    expect(await make('root', goodPassword)).toBe('reserved_username')
    expect(await make('?', goodPassword)).toBe('invalid_username')
    expect(await make('carl_the_third', 'short')).toBe('invalid_password')
  })

  test('over HTTPS the cookies are bound to this host', async () => {
    const other = await startAccounts({ publicUrl: 'https://alles.example' })
    try {
      const young = await other.browser().register({ age: 5 })
      expect(young.setCookies[0]).toMatch(/^__Host-age-gate=1; .*Secure/)
      const browser = other.browser()
      const answer = await browser.register()
      expect(answer.setCookies[0]).toMatch(/^__Host-session=[\w-]{43}; Path=\/; .*; Secure$/)
      expect((await browser.send('GET', '/session')).status).toBe(200)
    } finally {
      await other.stop()
    }
  })
})
