import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { carveWrappingKeys, openOldKeys, type OldKeyRow } from '../support/carve.ts'
import { filesBelow, filesHolding } from '../support/files.ts'
import { GatewaySocket } from '../support/gateway.ts'
import { inLive } from '../support/live-database.ts'
import { operate } from '../support/operator.ts'
import { invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { pause, startServer, type TestServer } from '../support/server.ts'

const canary = {
  username: 'zq7canaryname',
  display: 'Zq7CanaryDisplay',
  bio: 'Zq7CanaryBio lives here',
  message: 'Zq7CanaryMessage was written here',
  topic: 'Zq7CanaryGuild',
  password: 'Zq7CanaryPassword',
}

let server: TestServer
let owner: TestPerson
let person: TestPerson
let guild: TestGuild
let written: string[] = []

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  owner = await signUp(server.origin)
  person = await signUp(server.origin, {
    username: canary.username,
    display_name: canary.display,
    password: canary.password,
  })
  await person.call('PATCH', '/api/alles/accounts/@me', { bio: canary.bio })
  guild = await makeGuild(owner, canary.topic)
  await invite(owner, guild, person)
  for (let turn = 0; turn < 20; turn += 1) {
    const sent = await person.call<{ id: string }>('POST', `/api/v10/channels/${guild.channel}/messages`, {
      content: `${canary.message} ${turn}`,
    })
    written = [sent.id, ...written]
  }
  await person.call('PATCH', '/api/alles/accounts/@me', { display_name: `${canary.display} again` })
})

afterAll(async () => {
  await server?.remove()
})

async function nothingInClear(): Promise<void> {
  for (const [what, text] of Object.entries(canary))
    for (const form of [
      Buffer.from(text),
      Buffer.from(text, 'utf16le'),
      Buffer.from(text).toString('base64').slice(0, -4),
    ])
      expect([what, await filesHolding(server.directory, form)]).toEqual([what, []])
  for (const text of Object.values(canary)) expect(server.output()).not.toContain(text)
}

test('the scan finds what is there in clear', async () => {
  await writeFile(join(server.directory, 'planted'), `before ${canary.bio} after`)
  expect(await filesHolding(server.directory, canary.bio)).toEqual(['planted'])
  await writeFile(join(server.directory, 'planted'), '')
})

test('no name, bio, message or password stands in clear in the data directory, the WAL and the log included', async () => {
  expect((await filesBelow(server.directory)).some((file) => file.includes('pg_wal/'))).toBe(true)
  await nothingInClear()
})

test('a username is unique and found although it is sealed', async () => {
  await expect(signUp(server.origin, { username: canary.username.toUpperCase() })).rejects.toThrow(/409/)
  const answer = await fetch(`${server.origin}/api/alles/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: canary.username, password: canary.password }),
  })
  expect(answer.status).toBe(200)
})

/** The keys that seal what the person wrote and shows, and all rows of the keys service as they are now. */
async function keysOfPerson(): Promise<{ theirs: string[]; rows: OldKeyRow[] }> {
  const profile = await inLive(server.directory, 'accounts', async (sql) => {
    const [row] = await sql<{ person: string; profile: string }[]>`
      select p.key_id as person, a.profile_key_id as profile
      from accounts a join persons p on p.id = a.person_id where a.id = ${person.id}`
    return row ? [row.person, row.profile] : []
  })
  const content = await inLive(server.directory, 'chat', async (sql) => {
    const rows = await sql<
      { id: string }[]
    >`select content_key_id as id from memberships where account_id = ${person.id}`
    return rows.map((row) => row.id)
  })
  const rows = await inLive(server.directory, 'keys', async (sql) => [
    ...(await sql<OldKeyRow[]>`select id, kind, wrapping_key, wrapped from keys`),
  ])
  return { theirs: [...profile, ...content], rows }
}

/** An open client of somebody signed in. */
async function watch(by: TestPerson): Promise<GatewaySocket> {
  const socket = new GatewaySocket(server.origin, { headers: { cookie: by.cookie, origin: server.origin } })
  await socket.say(2, { token: '', properties: {} })
  await socket.event('GUILD_CREATE')
  return socket
}

test('after erasing everything, nothing of the person is served, the rest stands, and no carved key opens anything of theirs', async () => {
  const { theirs, rows } = await keysOfPerson()
  expect(theirs).toHaveLength(3)
  const before = openOldKeys(rows, await carveWrappingKeys(server.directory))
  expect(theirs.filter((id) => !before.has(id))).toEqual([])
  await owner.call('POST', `/api/v10/channels/${guild.channel}/messages`, { content: 'I stay' })
  const open = await watch(owner)
  const known = open.frames.length
  const erasing = operate(server.directory, ['erase', canary.username, '--mode', 'everything'])
  const first = await Promise.race([erasing, open.event('MESSAGE_DELETE_BULK')])
  expect(first).toMatchObject({ d: { channel_id: guild.channel, guild_id: guild.id, ids: written } })
  const erased = await erasing
  await open.event('GUILD_MEMBER_REMOVE')
  const looks = open.frames.filter(({ t }) => t === 'PRESENCE_UPDATE').map(({ d }) => d)
  expect(looks).toMatchObject([{ user: { id: person.id, username: '[deleted user]' } }])
  const told = JSON.stringify(open.frames.slice(known))
  expect(Object.values(canary).filter((text) => text !== canary.topic && told.includes(text))).toEqual([])
  open.close()
  expect(erased.output).not.toContain(canary.message)
  expect(erased.status).toBe(0)
  await pause(200)
  expect((await person.raw('GET', '/api/alles/session')).status).toBe(401)
  const page = await owner.call<{ content: string }[]>('GET', `/api/v10/channels/${guild.channel}/messages`)
  expect(page.map((message) => message.content)).toEqual(['I stay'])
  await nothingInClear()
  const after = openOldKeys(rows, await carveWrappingKeys(server.directory))
  expect(theirs.filter((id) => after.has(id))).toEqual([])
})
