import { hash as bcryptHash } from '@node-rs/bcrypt'
import { hash as argonHash } from '@node-rs/argon2'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'
import { readImport, type ImportLine } from './read-import.ts'

let running: RunningAccounts
let folder = ''
let count = 0
beforeAll(async () => {
  running = await startAccounts()
  folder = await mkdtemp(join(tmpdir(), 'alles-import-'))
})
afterAll(async () => {
  await running.stop()
  await rm(folder, { recursive: true, force: true })
})

const password = 'brought along from elsewhere'
const freshName = () => `imported_${(count += 1)}x`
const bcrypt = (text = password) => bcryptHash(text, { cost: 4 })

async function bring(record: Record<string, unknown>, dryRun = false) {
  const line = { line: 7, password_hash: await bcrypt(), username: freshName(), ...record }
  const { results } = await running.calls.importAccounts({ records: [line], dryRun })
  return { username: line.username, outcome: results[0]?.outcome }
}

async function signIn(login: string, typed = password) {
  const browser = running.browser()
  const answer = await browser.send('POST', '/session', { body: { login, password: typed } })
  return { status: answer.status, account: answer.body.account, browser }
}

/** Kinds of hashes that are not of ours yet. */
async function importedKinds(): Promise<string[]> {
  const rows = await running.admin<{ kind: string }[]>`
    select imported_hash as kind from persons where imported_hash is not null`
  return rows.map(({ kind }) => kind)
}

/** What a check looks for: hashes from elsewhere that outlived a sign-in. */
async function outlived(): Promise<number> {
  const [row] = await running.admin`
    select count(*) from persons p
    where imported_hash is not null and exists (select from sessions s where s.person_id = p.id)`
  return Number(row?.['count'])
}

describe('an account from elsewhere', () => {
  test('keeps a password that is set while somebody signs in with the old one', async () => {
    // So slow that the new one is set before the old one is hashed anew.
    const { username } = await bring({ password_hash: await bcryptHash(password, { cost: 11 }) })
    const token = 'recovering'.padEnd(43, 'x')
    await running.admin`
      insert into recovery_tokens (token_hash, person_id, created_at, expires_at)
      select sha256(${token}::bytea), id, now(), now() + interval '1 hour'
      from persons where imported_hash is not null`
    const body = { token, password: 'a new one for here' }
    const old = signIn(username)
    expect((await running.browser().send('POST', '/recovery/password', { body })).status).toBe(204)
    const { browser } = await old
    expect((await browser.send('GET', '/session')).status).toBe(401)
    expect((await signIn(username)).status).toBe(401)
    expect((await signIn(username, 'a new one for here')).status).toBe(200)
  })

  test('is signed in to with its old password, whose hash is replaced at that moment', async () => {
    const { username, outcome } = await bring({ display_name: ' Émile ', created_at: '2019-05-04' })
    expect(outcome).toBe('made')
    expect(await importedKinds()).toEqual(['bcrypt 04'])
    expect((await signIn(username, 'another password')).status).toBe(401)
    expect(await importedKinds()).toEqual(['bcrypt 04'])
    const first = await signIn(username)
    expect([first.status, first.account.display_name]).toEqual([200, 'Émile'])
    expect(first.account.created_at).toBe('2019-05-04T00:00:00.000Z')
    expect([await importedKinds(), await outlived()]).toEqual([[], 0])
    expect((await signIn(username)).status).toBe(200)
  })

  test.each([
    ['argon2id', { algorithm: 2, memoryCost: 8192, timeCost: 3, parallelism: 2 }],
    ['argon2i', { algorithm: 1, memoryCost: 8192, timeCost: 3, parallelism: 1 }],
    ['argon2id', { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }],
  ])('may have a hash of %s at another cost', async (kind, options) => {
    const { username, outcome } = await bring({ password_hash: await argonHash(password, options) })
    expect(outcome).toBe('made')
    expect(await importedKinds()).toEqual([expect.stringMatching(new RegExp(`^${kind} m=`))])
    expect((await signIn(username)).status).toBe(200)
    expect(await importedKinds()).toEqual([])
  })

  test('is not signed in to with a password that differs where bcrypt no longer looks', async () => {
    const seen = 'x'.repeat(72)
    const { username } = await bring({ password_hash: await bcrypt(`${seen}a`) })
    expect((await signIn(username, `${seen}b`)).status).toBe(401)
    expect((await signIn(username, `${seen}a`)).status).toBe(401)
    expect((await signIn(username, seen)).status).toBe(200)
    expect((await signIn(username, `${seen}b`)).status).toBe(401)
  })

  test('has its address waiting, to which nobody writes before the first sign-in and one mail goes then', async () => {
    const { username, outcome } = await bring({ email: 'brought@example.org' })
    expect(outcome).toBe('made')
    expect((await signIn(username, 'another password')).status).toBe(401)
    expect(await running.post()).toEqual([])
    const { browser } = await signIn(username)
    const contact = (await browser.send('GET', '/contact')).body
    expect(contact).toMatchObject({ contact: null, pending: { address: 'brought@example.org' } })
    const [letter, ...more] = await running.post()
    expect([letter?.to, more]).toEqual(['brought@example.org', []])
    await signIn(username)
    expect(await running.post()).toEqual([])
    await browser.send('POST', '/contact/verify', { body: { token: letter?.token } })
    expect((await browser.send('GET', '/contact')).body.contact.address).toBe('brought@example.org')
  })

  test('whose password is forgotten is got back into by proving its address first', async () => {
    const { username } = await bring({ email: 'forgetful@example.org' })
    const anybody = running.browser()
    await anybody.send('POST', '/recovery', { body: { login: username } })
    expect(await running.post()).toEqual([])
    await anybody.send('POST', '/contact/ask', { body: { username } })
    const [proof] = await running.post()
    await anybody.send('POST', '/contact/verify', { body: { token: proof?.token } })
    await anybody.send('POST', '/recovery', { body: { login: username } })
    const [link] = await running.post()
    const body = { token: link?.token, password: 'thought of just now' }
    expect((await anybody.send('POST', '/recovery/password', { body })).status).toBe(204)
    expect((await signIn(username, 'thought of just now')).status).toBe(200)
    await running.post()
  })

  test('is there already where the same file was imported before', async () => {
    const { username } = await bring({})
    expect((await bring({ username: username.toUpperCase() })).outcome).toBe('exists')
    expect((await signIn(username)).status).toBe(200)
  })

  test.each([
    [{ username: 'no good' }, 'bad_username'],
    [{ username: 'root' }, 'reserved_username'],
    [{ display_name: 'x'.repeat(33) }, 'bad_display_name'],
    [{ email: 'not an address' }, 'bad_address'],
    [{ email: `${'x'.repeat(320)}@example.org` }, 'bad_address'],
    [{ password_hash: 'plain text' }, 'unknown_hash'],
    [{ password_hash: '$2b$31$JqODZXF3tpSmwlMNpmNBQ.0jXIOAl8hmOW/SxEIWeQJzKcGkg.9lq' }, 'unknown_hash'],
    [
      { password_hash: '$argon2id$v=19$m=9999999,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA' },
      'unknown_hash',
    ],
    [
      { password_hash: '$argon2d$v=19$m=4096,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA' },
      'unknown_hash',
    ],
    [{ created_at: 'yesterday' }, 'bad_time'],
    [{ created_at: '2999-01-01' }, 'bad_time'],
  ])('%j is passed over: %s', async (record, outcome) => {
    const before = await running.admin`select count(*) from persons`
    expect((await bring(record)).outcome).toBe(outcome)
    expect(await running.admin`select count(*) from persons`).toEqual(before)
  })

  test('cannot take a name that looks like another one', async () => {
    const { username } = await bring({})
    expect((await bring({ username: username.replace('_', '.') })).outcome).toBe('username_taken')
  })

  test('is not made in a dry run, which says the same', async () => {
    const handles = async () => running.mailAdmin`select count(*) from contacts`
    const before = await handles()
    const { username, outcome } = await bring({ email: 'dry@example.org' }, true)
    expect(outcome).toBe('made')
    expect((await signIn(username)).status).toBe(401)
    expect(await handles()).toEqual(before)
    expect((await bring({ email: 'not an address' }, true)).outcome).toBe('bad_address')
  })
})

describe('a file', () => {
  async function readFile(name: string, text: string): Promise<ImportLine[]> {
    const path = join(folder, name)
    await writeFile(path, text)
    return Array.fromAsync(readImport(path))
  }
  const entry = { username: 'ada', password_hash: '$2b$' }

  test('of CSV is read by its columns, with quotes, blank lines and columns that mean nothing here', async () => {
    const text = `\uFEFFid,Username,password_hash,display_name,email,created_at\r\n1,ada,$2b$,"Ada, Countess",,2020-01-01\r\n\r\n2,bob,$2b$,"Two\nlines",b@example.org,\r\n`
    expect(await readFile('a.csv', text)).toEqual([
      { line: 2, read: { ...entry, display_name: 'Ada, Countess', created_at: '2020-01-01' } },
      { line: 5, read: { ...entry, username: 'bob', display_name: 'Two\nlines', email: 'b@example.org' } },
    ])
  })

  test('of JSON lines is read line by line', async () => {
    const text = `${JSON.stringify(entry)}\n\n{"username":"bob","password_hash":"$2b$","email":null,"id":7}\r\n`
    expect(await readFile('a.jsonl', text)).toEqual([
      { line: 1, read: entry },
      { line: 3, read: { ...entry, username: 'bob' } },
    ])
  })

  test('is read on after a line that is not as it should be', async () => {
    const lines = [
      JSON.stringify(entry),
      '{"username":',
      '[]',
      '{"username":7,"password_hash":"x"}',
      '{"username":"bob"}',
      JSON.stringify({ ...entry, username: 'ADA' }),
      JSON.stringify({ ...entry, username: 'x'.repeat(1001) }),
      JSON.stringify({ ...entry, username: 'bob' }),
    ]
    const outcomes = (await readFile('b.jsonl', lines.join('\n'))).map(({ read }) =>
      typeof read === 'string' ? read : 'fine',
    )
    expect(outcomes).toEqual([
      'fine',
      'unreadable',
      'unreadable',
      'unreadable',
      'incomplete',
      'duplicate',
      'too_long',
      'fine',
    ])
    const csv = 'username,password_hash\nada,$2b$\n"bro"ken,$2b$\nshort\nbob,$2b$\n"open,$2b$\ncarl,$2b$\n'
    expect(await readFile('b.csv', csv)).toEqual([
      { line: 2, read: entry },
      { line: 3, read: { ...entry, username: '"bro"ken' } },
      { line: 4, read: 'incomplete' },
      { line: 5, read: { ...entry, username: 'bob' } },
      { line: 6, read: 'broken' },
    ])
  })

  test('without the columns that are needed, or that is not there, is refused in a sentence', async () => {
    await expect(readFile('c.csv', 'name,hash\nada,x\n')).rejects.toThrow('no column "username"')
    await expect(Array.fromAsync(readImport(join(folder, 'none.csv')))).rejects.toThrow(
      'cannot be read (ENOENT)',
    )
    expect(await readFile('empty.csv', '')).toEqual([])
  })
})
