import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, type Browser } from '../testing/browser.ts'
import { countWaiting } from '../testing/count-waiting.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'
import { addPasskey, addTotp } from '../testing/security.ts'

let running: RunningAccounts
let count = 0
beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

const freshAddress = () => `somebody.${(count += 1)}@example.org`
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'

async function person(given: Record<string, unknown> = {}) {
  const username = `has_address_${(count += 1)}x`
  const browser = running.browser()
  const answer = await browser.register({ username, ...given })
  return { username, browser, account: answer.body.account, status: answer.status }
}

/** A person with a verified address. */
async function reachable() {
  const address = freshAddress()
  const somebody = await person({ email: address })
  const [letter] = await running.post()
  await verify(letter?.token ?? '')
  return { ...somebody, address }
}

const verify = (token: string) => running.browser().send('POST', '/contact/verify', { body: { token } })
const contactOf = async (browser: Browser) => (await browser.send('GET', '/contact')).body
const handles = async () => Number((await running.mailAdmin`select count(*) from contacts`)[0]?.['count'])
const subjects = async () => (await running.post()).map(({ to, subject }) => [to, subject])

describe('an address given at registration', () => {
  test('is asked whether it is read, and counts from then on', async () => {
    const email = freshAddress()
    const { browser, status } = await person({ email, language: 'de' })
    expect(status).toBe(201)
    const shown = { address: email, language: 'de', undeliverable: false }
    expect(await contactOf(browser)).toEqual({ contact: null, pending: { ...shown, verified: false } })
    const [letter, ...more] = await running.post()
    expect([letter?.to, more]).toEqual([email, []])
    expect((await verify(letter?.token ?? '')).status).toBe(204)
    expect(await contactOf(browser)).toEqual({ contact: { ...shown, verified: true }, pending: null })
    expect((await verify(letter?.token ?? '')).body.code).toBe('unknown_mail_token')
  })

  test('refuses what is none before anything is made', async () => {
    const username = `no_address_${(count += 1)}`
    const answer = await running.browser().register({ username, email: 'not an address' })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_address'])
    expect((await running.browser().register({ username })).status).toBe(201)
  })

  test('is forgotten within the hour where the name was taken meanwhile', async () => {
    const { username } = await person()
    const before = await handles()
    const answer = await running.browser().register({ username, email: freshAddress() })
    expect([answer.status, await handles()]).toEqual([409, before + 1])
    running.clock.advance(60 * 60_000)
    await running.parts.jobs.runInterval('accounts.removeDueContacts')
    expect(await handles()).toBe(before)
    expect(await running.post()).toEqual([])
  })
})

describe('another address', () => {
  test('takes the place of the verified one once it is verified itself; the one before is told', async () => {
    const { browser, address } = await reachable()
    const next = freshAddress()
    const put = await browser.send('PUT', '/contact', { body: { address: next } })
    expect([put.body.contact.address, put.body.pending.address]).toEqual([address, next])
    const [letter] = await running.post()
    expect(letter?.to).toBe(next)
    await verify(letter?.token ?? '')
    expect(await contactOf(browser)).toMatchObject({ contact: { address: next }, pending: null })
    expect((await running.post()).map(({ to }) => to)).toEqual([address])
    const before = await handles()
    running.clock.advance(60 * 60_000)
    await running.parts.jobs.runInterval('accounts.removeDueContacts')
    expect(await handles()).toBe(before - 1)
  })

  test('that is named while the one before is being verified leaves that in place', async () => {
    const [email, next] = [freshAddress(), freshAddress()]
    const { browser } = await person({ email })
    const [letter] = await running.post()
    const answers: Promise<{ status: number }>[] = []
    await running.admin.begin(async (sql) => {
      await sql`select from persons for update`
      const waiting = () => countWaiting(sql)
      answers.push(verify(letter?.token ?? ''))
      await expect.poll(waiting, { timeout: 5_000 }).toBe(1)
      answers.push(browser.send('PUT', '/contact', { body: { address: next } }))
      await expect.poll(waiting, { timeout: 5_000 }).toBe(2)
    })
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 200])
    expect(await contactOf(browser)).toMatchObject({
      contact: { address: email },
      pending: { address: next },
    })
    await running.post()
  })

  test('takes the place of a pending one at once, whose link stops working', async () => {
    const { browser } = await person({ email: freshAddress() })
    const [old] = await running.post()
    const before = await handles()
    await browser.send('PUT', '/contact', { body: { address: freshAddress() } })
    expect(await handles()).toBe(before)
    expect((await verify(old?.token ?? '')).body.code).toBe('unknown_mail_token')
    await running.post()
  })

  test('is refused where it is none, and to a session that is not fresh', async () => {
    const { browser } = await person()
    const put = async (address: string) =>
      (await browser.send('PUT', '/contact', { body: { address } })).body.code
    expect(await put('@')).toBe('invalid_address')
    running.clock.advance(6 * 60_000)
    expect(await put(freshAddress())).toBe('fresh_sign_in_required')
  })
})

describe('a link that did not arrive', () => {
  test('is sent once more, and the one before stops working', async () => {
    const { browser } = await person({ email: freshAddress() })
    const [first] = await running.post()
    expect((await browser.send('POST', '/contact/resend')).status).toBe(204)
    const [second] = await running.post()
    expect((await verify(first?.token ?? '')).status).toBe(400)
    expect((await verify(second?.token ?? '')).status).toBe(204)
    expect((await browser.send('POST', '/contact/resend')).body.code).toBe('nothing_to_verify')
  })
})

describe('a link asked for by whoever is not signed in', () => {
  const ask = async (username: string) => {
    const { status, body } = await running.browser().send('POST', '/contact/ask', { body: { username } })
    return [status, body]
  }
  const accepted = [202, undefined]

  test('is sent to an address that waits, and the one before stops working', async () => {
    const { username } = await person({ email: freshAddress() })
    const [first] = await running.post()
    expect(await ask(username.toUpperCase())).toEqual(accepted)
    const [second] = await running.post()
    expect([second?.to, (await verify(first?.token ?? '')).status]).toEqual([first?.to, 400])
    expect((await verify(second?.token ?? '')).status).toBe(204)
  })

  test('is answered the same whoever is named, and sent to nobody else', async () => {
    const { username, address, browser } = await reachable()
    await browser.send('PUT', '/contact', { body: { address: freshAddress() } })
    await running.post()
    const { username: unreachable } = await person()
    for (const name of [username, address, unreachable, 'nobody_of_that_name', 'nobody@example.org', '', '?'])
      expect([name, await ask(name)]).toEqual([name, accepted])
    expect(await running.post()).toEqual([])
  })

  test('writes the same kind of job whoever is named, and no name in it', async () => {
    const { username } = await person({ email: freshAddress() })
    await running.post()
    const jobs = async (name: string) => {
      await ask(name)
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

  test('is sent ten times a day at most, and nothing is said of that', async () => {
    const { username } = await person({ email: freshAddress() })
    for (let asked = 0; asked < 12; asked += 1) expect(await ask(username)).toEqual(accepted)
    await running.post()
    const [row] = await running.mailAdmin`
      select count(*)::int as sent from asked_addresses
      where address_index = (select address_index from asked_addresses order by id desc limit 1)`
    expect(row?.['sent']).toBe(10)
  })
})

describe('an address that is taken away', () => {
  test('is told, and forgotten when that mail has left', async () => {
    const { browser, address } = await reachable()
    const before = await handles()
    expect((await browser.send('DELETE', '/contact')).status).toBe(204)
    expect(await contactOf(browser)).toEqual({ contact: null, pending: null })
    expect((await running.post()).map(({ to }) => to)).toEqual([address])
    running.clock.advance(60 * 60_000)
    await running.parts.jobs.runInterval('accounts.removeDueContacts')
    expect(await handles()).toBe(before - 1)
  })
})

describe('signing in with an address', () => {
  const signIn = async (login: string, password = goodPassword) => {
    const answer = await running.browser().send('POST', '/session', { body: { login, password } })
    return [answer.status, answer.body.code ?? answer.body.account.id]
  }

  test('works once it is verified, as the primary account', async () => {
    const email = freshAddress()
    const { account } = await person({ email })
    const [letter] = await running.post()
    expect(await signIn(email)).toEqual([401, 'wrong_credentials'])
    await verify(letter?.token ?? '')
    expect(await signIn(` ${email.toUpperCase()} `)).toEqual([200, account.id])
    expect(await signIn(email, 'wrong password')).toEqual([401, 'wrong_credentials'])
    expect(await signIn(freshAddress())).toEqual([401, 'wrong_credentials'])
    expect(await signIn('not an@address@at.all')).toEqual([401, 'wrong_credentials'])
  })
})

describe('security notices', () => {
  test('tell of a sign-in from a new kind of device, once in 180 days', async () => {
    const { username, address } = await reachable()
    const signIn = (agent: string) =>
      running.browser().send('POST', '/session', {
        body: { login: username, password: goodPassword },
        headers: { 'user-agent': agent },
      })
    await signIn(firefox)
    const [letter, ...more] = await running.post()
    expect([letter?.to, more]).toEqual([address, []])
    expect(letter?.text).toContain('Firefox, Linux')
    await signIn(firefox.replaceAll('143', '144'))
    expect(await running.post()).toEqual([])
    await signIn(firefox.replace('X11; Linux x86_64', 'Windows NT 10.0'))
    expect(await running.post()).toHaveLength(1)
    running.clock.advance(181 * 24 * 60 * 60_000)
    await running.purge()
    await signIn(firefox)
    expect(await running.post()).toHaveLength(1)
  })

  test('are not sent for the session that registration opens', async () => {
    await person({ email: freshAddress() })
    const [letter] = await running.post()
    await verify(letter?.token ?? '')
    expect(await running.post()).toEqual([])
  })

  test('tell of a new password, of second factors, new codes, and that the account was secured', async () => {
    const { browser, address } = await reachable()
    const mailed = async () => (await subjects()).map(([to]) => to)
    await browser.send('PUT', '/security/password', { body: { password: 'yet another password' } })
    expect(await mailed()).toEqual([address])
    await addTotp(browser, running.clock.now)
    expect(await mailed()).toEqual([address])
    const { passkey } = await addPasskey(browser)
    expect(await mailed()).toEqual([address])
    await browser.send('POST', '/security/recovery-codes')
    expect(await mailed()).toEqual([address])
    await browser.send('DELETE', `/security/passkeys/${passkey.id}`)
    expect(await mailed()).toEqual([address])
    await browser.send('DELETE', '/security/totp')
    expect(await mailed()).toEqual([address])
    await browser.send('POST', '/security/secure')
    expect(await mailed()).toEqual([address])
    expect(await running.admin`select * from notices`).toHaveLength(0)
  })

  test('wait sealed, behind a job that knows nothing but an id', async () => {
    const { browser, address } = await reachable()
    await browser.send('POST', '/security/secure')
    const [row] = await running.admin`select id, contact, content from notices`
    expect(row?.['contact']).not.toContain(address)
    expect(Buffer.from(row?.['content'] as Buffer)[0]).toBe(1)
    const jobs = await running.admin`select payload from graphile_worker._private_jobs`
    const waiting = jobs.map(({ payload }) => payload as { data?: object }).filter(({ data }) => data)
    expect(waiting).toContainEqual(expect.objectContaining({ data: { noticeId: row?.['id'] } }))
    await running.post()
  })
})

describe('addresses', () => {
  test('stand in no database but mail’s, and sealed there, and in no log', async () => {
    const { address, username } = await reachable()
    await running.browser().send('POST', '/session', { body: { login: address, password: goodPassword } })
    await running.browser().send('POST', '/recovery', { body: { login: address } })
    for (const admin of [running.admin, running.keysAdmin, running.mailAdmin])
      expect(await everything(admin)).not.toMatch(
        new RegExp(`${address}|${Buffer.from(address).toString('hex')}`),
      )
    expect(running.logged.join('\n')).not.toContain(address)
    expect(await everything(running.admin)).not.toContain(username)
    await running.post()
  })
})

async function everything(admin: RunningAccounts['admin']): Promise<string> {
  const tables = await admin<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`
  const texts = []
  for (const { name } of tables) {
    const rows = await admin.unsafe(`select t::text as row from ${name} t`)
    texts.push(...rows.map(({ row }) => String(row)))
  }
  return texts.join('\n')
}

describe('the handles of a person', () => {
  test('are all told to whoever erases and exports: those that leave, too', async () => {
    const { browser, account } = await reachable()
    await browser.send('PUT', '/contact', { body: { address: freshAddress() } })
    const [letter] = await running.post()
    await verify(letter?.token ?? '')
    await browser.send('PUT', '/contact', { body: { address: freshAddress() } })
    const found = await running.calls.findAccountById({ accountId: account.id })
    const { contacts } = await running.calls.contactsOf({ personId: found?.personId ?? '' })
    expect(new Set(contacts).size).toBe(3)
    await running.post()
  })
})
