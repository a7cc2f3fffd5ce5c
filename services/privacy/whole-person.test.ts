import { readZip, readZipBytes, rowsOf } from '@alles/platform/testing'
import { createHash } from 'node:crypto'
import { keysToDestroy, ownershipOf, tablesOwnedBy, type Subject } from '@alles/platform/catalogue'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostOf, leadALife, type Life } from './testing/lead-a-life.ts'
import { keysLeft, residueOf } from './testing/residue.ts'
import { startPrivacy, type RunningPrivacy, type Somebody } from './testing/start-privacy.ts'

let running: RunningPrivacy
let ada: Life
let bob: Life
let host: Awaited<ReturnType<typeof hostOf>>
beforeEach(async () => {
  running = await startPrivacy()
  host = await hostOf(running, 'host')
  ada = await leadALife(running, 'ada', host)
  bob = await leadALife(running, 'bob', host)
  // A notice that waits: those from before have been sent meanwhile.
  for (const { who } of [ada, bob]) await who.api.renewRecoveryCodes({})
})
afterEach(() => running.stop())

async function download(who: Somebody, scope: 'account' | 'person'): Promise<Map<string, string>> {
  return readZip(await downloaded(who, scope))
}

async function downloaded(who: Somebody, scope: 'account' | 'person'): Promise<Buffer> {
  const { request } = await who.api.createRequest({ kind: 'access', scope })
  expect(request.state).toBe('ready')
  const answer = await who.request('GET', `/api/alles/privacy/requests/${request.id}/download`)
  expect(answer.status).toBe(200)
  return answer.body
}

/** Tables with an owner of this kind, as files of an export. */
function ownedFiles(kind: Subject['kind']): string[] {
  return running.holders.flatMap(({ name, catalogue }) =>
    tablesOwnedBy(catalogue, kind).map(({ table }) => `${name}/${table.name}.ndjson`),
  )
}

async function refsOf(accountId: string): Promise<string[]> {
  const rows = await running.admin('chat')<{ ref: string }[]>`
    select ref from memberships where account_id = ${accountId}`
  return rows.map((row) => row.ref)
}

async function sessionsOf(personId: string): Promise<string[]> {
  const rows = await running.admin('accounts')<{ id: string }[]>`
    select id from sessions where person_id = ${personId}`
  return rows.map((row) => row.id)
}

/** Files of tables whose rows come and go while jobs run, whoever is erased. */
const movesOn = new Set([
  'privacy/requests.ndjson',
  'accounts/notices.ndjson',
  'mail/outgoing.ndjson',
  'chat/clearings.ndjson',
])

async function contactsOf(life: Life): Promise<string[]> {
  return (await running.accounts.contactsOf({ personId: life.who.personId })).contacts
}

async function keysOf(life: Life, mode: 'pseudonymise' | 'everything'): Promise<string[]> {
  const subjects = [
    { kind: 'person', id: life.who.personId },
    { kind: 'account', id: life.who.id },
    { kind: 'account', id: life.botId },
    ...(await contactsOf(life)).map((id) => ({ kind: 'contact', id }) as const),
  ] as const
  const keys: string[] = []
  for (const { database, catalogue } of running.holders)
    for (const subject of subjects)
      keys.push(...(await keysToDestroy(database, catalogue, { subject, mode })))
  return keys
}

describe('an export', () => {
  test('of a person holds a row of every table that has an owner', async () => {
    const files = await download(ada.who, 'person')
    const owned = (['person', 'account', 'membership', 'contact'] as const).flatMap(ownedFiles)
    const empty = owned.filter((path) => rowsOf(files, path).length === 0)
    // A table named here is new: let `leadALife` leave a row in it.
    expect(empty).toEqual([])
  })

  test('holds everything of its person and nothing of anybody else', async () => {
    const text = [...(await download(ada.who, 'person')).values()].join('\n')
    for (const word of ada.words) expect(text).toContain(word)
    for (const word of bob.words) expect(text).not.toContain(word)
    for (const name of ['one', 'two', 'three']) {
      expect(text).toContain(`ada.${name}@example.org`)
      expect(text).not.toContain(`bob.${name}@example.org`)
    }
    for (const id of [bob.who.id, bob.who.personId, bob.botId, ...(await refsOf(bob.who.id))])
      expect(text).not.toContain(id)
  })

  test('holds the pictures of its account and nobody else’s', async () => {
    const contents = await readZipBytes(await downloaded(ada.who, 'account'))
    const [{ avatar } = { avatar: null }] = (await ada.who.api.listMyAccounts({})).accounts
    const picture = contents.get(`media/avatars/${ada.who.id}/${avatar}.webp`)
    expect(picture?.toString('latin1', 8, 12)).toBe('WEBP')
    expect([...contents.keys()].filter((path) => path.startsWith('media/avatars/'))).toHaveLength(1)
  })

  test('holds the files its account attached and those that wait, and nobody else’s', async () => {
    const contents = await readZipBytes(await downloaded(ada.who, 'account'))
    const files = [...contents].filter(([path]) => /^media\/(attachments|waiting)\//.test(path))
    expect(files.map(([, bytes]) => bytes.toString()).toSorted()).toEqual([
      'Attached by ada',
      'Waiting file of ada',
    ])
    expect([...contents.keys()].filter((path) => path.startsWith('media/guilds/'))).toHaveLength(1)
  })

  test('has a schema for each file, fields as the schema says, and a manifest with true sums', async () => {
    const whole = await downloaded(ada.who, 'person')
    const [files, contents] = [await readZip(whole), await readZipBytes(whole)]
    const manifest = JSON.parse(files.get('manifest.json') ?? '') as {
      account_id: string
      files: { path: string; sha256: string; bytes: number; rows?: number }[]
    }
    expect([...files.keys()].at(-1)).toBe('manifest.json')
    expect(files.has('media/')).toBe(true)
    expect(manifest.account_id).toBe(ada.who.id)
    expect(manifest.files.map(({ path }) => path).toSorted()).toEqual(
      [...files.keys()].filter((path) => !['manifest.json', 'media/'].includes(path)).toSorted(),
    )
    for (const { path, sha256, bytes, rows } of manifest.files) {
      const content = contents.get(path) ?? Buffer.of()
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
      expect(content.length).toBe(bytes)
      if (!path.endsWith('.ndjson')) continue
      expect(rowsOf(files, path)).toHaveLength(rows ?? -1)
      const schema = JSON.parse(
        files.get(`schema/${path.replace('/', '.').replace(/ndjson$/, 'json')}`) ?? '',
      ) as {
        required: string[]
      }
      for (const row of rowsOf(files, path))
        expect(Object.keys(row).toSorted()).toEqual(schema.required.toSorted())
    }
  })

  test('of an account tells neither of its person nor of the person’s other accounts', async () => {
    const veil = await ada.who.api.createSecondary({ username: 'veil.of.somebody', display_name: 'Veil' })
    const sibling = veil.account.id
    await running.as(ada.who, { accountId: sibling }).api.editAccount({ bio: 'Behind the veil' })
    const files = await download(ada.who, 'account')
    const text = [...files.values()].join('\n')
    for (const trace of [sibling, 'veil', 'Veil', ada.who.personId]) expect(text).not.toContain(trace)
    for (const path of [...ownedFiles('person'), ...ownedFiles('contact')])
      expect(files.has(path)).toBe(false)
    expect(new Set(rowsOf(files, 'accounts/accounts.ndjson').map((row) => row.id))).toEqual(
      new Set([ada.who.id, ada.botId]),
    )
    expect([...(await download(ada.who, 'person')).values()].join('\n')).toContain('veil')
    const veiled = await download(running.as(ada.who, { accountId: sibling }), 'account')
    const seen = [...veiled.values()].join('\n')
    for (const trace of [ada.who.id, ada.botId, ada.who.personId]) expect(seen).not.toContain(trace)
    // As a word: three letters alone are in many a random name.
    expect(seen).not.toMatch(/\bada\b/)
    expect(rowsOf(veiled, 'accounts/accounts.ndjson').map((row) => row.id)).toEqual([sibling])
  })
})

describe('erasing everything', () => {
  test('leaves no row and no key of the person, and everybody else whole', async () => {
    const before = await download(bob.who, 'person')
    const blobs = (await running.blobs()).length
    const keys = await keysOf(ada, 'everything')
    const traces = [
      ada.who.id,
      ada.who.personId,
      ada.botId,
      ada.ownGuildId,
      ...(await refsOf(ada.who.id)),
      ...(await sessionsOf(ada.who.personId)),
      ...(await contactsOf(ada)),
      ...keys,
    ]
    expect(await residueOf(running, [ada.who.id])).not.toEqual([])
    const { request } = await ada.who.api.createRequest({ kind: 'erasure', mode: 'everything' })
    await running.drain()
    expect(await residueOf(running, traces)).toEqual([])
    expect(await keysLeft(running, keys)).toEqual([])
    expect((await running.blobs()).length).toBe(blobs / 2)
    expect(await running.admin('media')`select 1 from attachments`).toHaveLength(1)
    const [kept] = await running.admin('privacy')`select * from requests where id = ${request.id}`
    expect(kept).toMatchObject({ state: 'done', account_id: null, person_id: null, mode: 'everything' })
    expect(kept?.finished_at).toEqual(new Date(running.clock.now()))

    const after = await download(bob.who, 'person')
    for (const path of (['person', 'account', 'membership', 'contact'] as const).flatMap(ownedFiles))
      if (!movesOn.has(path)) expect(after.get(path), path).toEqual(before.get(path))
    const seen = await bob.who.api.listMessages({ channelId: host.channelId })
    expect(seen.map(({ content }) => content)).not.toContain(ada.words[3])
    expect(JSON.stringify(seen)).not.toContain(ada.who.id)
  })

  test('ends where it was interrupted, whatever step that was', async () => {
    const keys = await keysOf(ada, 'everything')
    await ada.who.api.createRequest({ kind: 'erasure', mode: 'everything' })
    const stumble = (on: string) => `
      create function stumble() returns trigger language plpgsql as 'begin raise exception ''stumble''; end';
      create trigger stumble before delete on ${on} for each statement execute function stumble()`
    for (const [service, table] of [
      ['chat', 'messages'],
      ['chat', 'memberships'],
      ['accounts', 'accounts'],
      ['accounts', 'persons'],
    ] as const) {
      await running.admin(service).unsafe(stumble(table))
      await expect(running.drain()).rejects.toThrow('stumble')
      await running.admin(service).unsafe(`drop trigger stumble on ${table}; drop function stumble`)
    }
    await running.drain()
    expect(await residueOf(running, [ada.who.id, ada.who.personId, ada.botId, ...keys])).toEqual([])
    expect(await keysLeft(running, keys)).toEqual([])
  })
})

describe('pseudonymising', () => {
  test('cuts what leads to the person and leaves conversations whole', async () => {
    const keys = await keysOf(ada, 'pseudonymise')
    const refs = await refsOf(ada.who.id)
    await ada.who.api.createRequest({ kind: 'erasure', mode: 'pseudonymise' })
    await running.drain()
    const traces = [ada.who.id, ada.who.personId, ada.botId, ...keys]
    expect(await residueOf(running, traces)).toEqual([])
    expect(await keysLeft(running, keys)).toEqual([])
    const seen = await bob.who.api.listMessages({ channelId: host.channelId })
    const message = seen.find(({ content }) => content === ada.words[3])
    expect(message?.author.username).toBe('[deleted user]')
    expect(await running.admin('media')`select 1 from attachments`).toHaveLength(2)
    expect(await running.admin('media')`select 1 from member_pictures`).toHaveLength(1)
    expect(refs).toContain(message?.author.id)
  })
})

test('the operator gets a receipt when everything is done, keys of guilds that go along included', async () => {
  const [guild] = await running.admin(
    'chat',
  )`select guild_key_id as key from guilds where id = ${ada.ownGuildId}`
  const keys = [...(await keysOf(ada, 'everything')), guild?.key as string]
  const receipt = await running.calls.eraseNow({ accountId: ada.who.id, mode: 'everything', scope: 'person' })
  expect(receipt.keysDestroyed).toBe(keys.length)
  expect(await keysLeft(running, keys)).toEqual([])
  expect(receipt.rows['chat.messages']).toBe(5)
  expect(receipt.rows['accounts.persons']).toBe(1)
  const days = (iso: string) => (Date.parse(iso) - running.clock.now()) / 86_400_000
  expect([days(receipt.rowsLeaveBackups), days(receipt.keysLeaveBackups)]).toEqual([35, 7])
  await running.untilTold()
  expect(await residueOf(running, [ada.who.id, ada.who.personId])).toEqual([])
  await expect(
    running.calls.eraseNow({ accountId: ada.who.id, mode: 'everything', scope: 'person' }),
  ).rejects.toThrow('There is no such account.')
})

test('pseudonymising leaves nothing to jobs of a guild that goes along: the operator’s tool works off none', async () => {
  const id = ada.ownGuildId
  const [channel] = await ada.who.api
    .listChannels({ guildId: id })
    .then((all) => all.filter((one) => one.type === 0))
  const channelId = channel?.id ?? ''
  const { code } = await ada.who.api.createInvite({ channelId })
  await bob.who.api.acceptInvite({ code })
  for (const { who } of [ada, bob]) await who.api.sendMessage({ channelId, content: 'Only here' })
  const rows = await running.admin('chat')<{ key: string }[]>`
    select guild_key_id as key from guilds where id = ${id}
    union select content_key_id from memberships where guild_id = ${id}`
  await bob.who.api.leaveGuild({ guildId: id })
  await running.calls.eraseNow({ accountId: ada.who.id, mode: 'pseudonymise', scope: 'person' })
  expect(rows).toHaveLength(3)
  expect(
    await keysLeft(
      running,
      rows.map(({ key }) => key),
    ),
  ).toEqual([])
  expect(await running.admin('chat')`select 1 from messages where channel_id = ${channelId}`).toHaveLength(0)
})

test('every table with an owner can be walked', () => {
  for (const { catalogue } of running.holders)
    for (const table of Object.values(catalogue.tables))
      expect(ownershipOf(catalogue, table) === null).toBe(table.owner === 'nobody')
})
