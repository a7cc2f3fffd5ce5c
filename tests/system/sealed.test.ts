import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createAuthenticator } from '@alles/platform/testing'
import { Secret } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { carveWrappingKeys, openOldKeys, type OldKeyRow } from '../support/carve.ts'
import { walkTables } from '../support/every-row.ts'
import { filesBelow, filesHolding } from '../support/files.ts'
import { GatewaySocket } from '../support/gateway.ts'
import { inLive, liveRoles } from '../support/live-database.ts'
import { operate } from '../support/operator.ts'
import { linkInMail } from '../support/outbox.ts'
import { invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { pngSaying } from '../support/pictures.ts'
import { pause, startServer, type TestServer } from '../support/server.ts'

const canary = {
  username: 'zq7canaryname',
  display: 'Zq7CanaryDisplay',
  bio: 'Zq7CanaryBio lives here',
  message: 'Zq7CanaryMessage was written here',
  topic: 'Zq7CanaryGuild',
  password: 'Zq7CanaryPassword',
  pronouns: 'Zq7Canary/Pronouns',
  passkey: 'Zq7CanaryPasskey',
  reason: 'Zq7CanaryReason, I sing alto',
  note: 'Zq7CanaryNote for a neighbour',
  picture: 'Zq7CanaryPicture',
}

/** Addresses stand in the mail that is sent to them, and nowhere else. */
const addresses = {
  verified: 'Zq7.Verified@canary-garden.example',
  pending: 'Zq7.Pending@canary-garden.example',
  applicant: 'Zq7.Applicant@canary-garden.example',
}
const addressWords = Object.values(addresses).flatMap((address) => [address, address.toLowerCase()])

let server: TestServer
let owner: TestPerson
let person: TestPerson
let guild: TestGuild
let written: string[] = []
/** Bytes that are made on the way: a picture as it was sent and as it is shown, and a secret that is shared. */
let bytes: Record<string, Buffer> = {}

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  owner = await signUp(server.origin)
  person = await signUp(server.origin, {
    username: canary.username,
    display_name: canary.display,
    password: canary.password,
    email: addresses.verified,
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
  await leaveAddresses()
  bytes = { ...(await showPicture()), ...(await guard()) }
  await administer()
})

/** One that is verified, and another that waits to take its place. */
async function leaveAddresses(): Promise<void> {
  const link = new URL(await linkInMail(server, addresses.verified, '/verify-email'))
  await person.call('POST', '/api/alles/contact/verify', { token: link.hash.slice(1) })
  await person.call('PUT', '/api/alles/contact', { address: addresses.pending })
  await linkInMail(server, addresses.pending, '/verify-email')
}

async function showPicture(): Promise<Record<string, Buffer>> {
  const sent = pngSaying(canary.picture)
  const answer = await fetch(`${server.origin}/api/alles/uploads`, {
    method: 'POST',
    headers: { cookie: person.cookie, 'content-type': 'image/png' },
    body: new Uint8Array(sent),
  })
  const { upload } = (await answer.json()) as { upload: { id: string } }
  const { account } = await person.call<{ account: { avatar: string } }>('PATCH', '/api/alles/accounts/@me', {
    avatar: upload.id,
    pronouns: canary.pronouns,
  })
  const shown = await fetch(`${server.origin}/media/avatars/${person.id}/${account.avatar}.webp`)
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp'])
  const webp = Buffer.from(await shown.arrayBuffer())
  return { sent: sent.subarray(3000, 3024), shown: webp.subarray(-40, -8) }
}

/** What guards somebody's account; somebody else's, so that the person still signs in with a password alone. */
async function guard(): Promise<Record<string, Buffer>> {
  const guarded = await signUp(server.origin)
  const { secret } = await guarded.call<{ secret: string }>('POST', '/api/alles/security/totp')
  const authenticator = createAuthenticator()
  const { options } = await guarded.call<{ options: Parameters<typeof authenticator.create>[0] }>(
    'POST',
    '/api/alles/security/passkeys/options',
  )
  await guarded.call('POST', '/api/alles/security/passkeys', {
    name: canary.passkey,
    response: authenticator.create(options, { origin: server.origin }),
  })
  return { totp: Buffer.from(Secret.fromBase32(secret).buffer), 'totp in words': Buffer.from(secret) }
}

/** Somebody waits for an administrator, who notes whom an invitation is for. */
async function administer(): Promise<void> {
  await operate(server.directory, ['admin', 'grant', owner.username])
  await owner.call('PATCH', '/api/alles/registration', { mode: 'approval' })
  await signUp(server.origin, { reason: canary.reason, email: addresses.applicant })
  await owner.call('PATCH', '/api/alles/registration', { mode: 'open' })
  await owner.call('POST', '/api/alles/registration/invitations', { note: canary.note })
  await linkInMail(server, addresses.applicant, '/verify-email')
}

afterAll(async () => {
  await server?.remove()
})

const formsOf = (text: string) => [
  Buffer.from(text),
  Buffer.from(text, 'utf16le'),
  Buffer.from(text).toString('base64').slice(0, -4),
]

async function nothingInClear(): Promise<void> {
  for (const [what, text] of Object.entries(canary))
    for (const form of formsOf(text))
      expect([what, await filesHolding(server.directory, form)]).toEqual([what, []])
  for (const [what, form] of Object.entries(bytes))
    expect([what, await filesHolding(server.directory, form)]).toEqual([what, []])
  for (const text of [...Object.values(canary), ...addressWords]) expect(server.output()).not.toContain(text)
}

const isMail = (file: string) => /^outbox\/[0-9a-f]{32}\.eml$/.test(file)

test('the scan finds what is there in clear', async () => {
  await writeFile(join(server.directory, 'planted'), `before ${canary.bio} after`)
  expect(await filesHolding(server.directory, canary.bio)).toEqual(['planted'])
  await writeFile(join(server.directory, 'planted'), '')
})

test('nothing anybody wrote, shows or is guarded by stands in clear in the data directory, the WAL and the log included', async () => {
  expect((await filesBelow(server.directory)).some((file) => file.includes('pg_wal/'))).toBe(true)
  await nothingInClear()
})

test('an e-mail address stands in the mail to it, which only its owner may open, and in no other file', async () => {
  for (const address of Object.values(addresses))
    expect([address, (await filesHolding(server.directory, address)).filter(isMail)]).not.toEqual([
      address,
      [],
    ])
  for (const address of addressWords)
    for (const form of formsOf(address)) {
      const elsewhere = (await filesHolding(server.directory, form)).filter((file) => !isMail(file))
      expect([address, elsewhere]).toEqual([address, []])
    }
  for (const file of (await filesBelow(server.directory)).filter(isMail))
    expect([file, (await stat(join(server.directory, file))).mode & 0o777]).toEqual([file, 0o600])
  expect((await stat(join(server.directory, 'outbox'))).mode & 0o777).toBe(0o700)
})

test('the walk through the tables finds words and bytes that are there in clear', async () => {
  const planted = 'Zq7.Planted@canary-garden.example'
  const inTables = async () =>
    (await walkTables(server.directory, [planted]))
      .filter(({ holding }) => holding > 0)
      .map(({ table }) => table)
  await inLive(
    server.directory,
    'mail',
    (sql) => sql`update outgoing set last_fault = ${planted.toLowerCase()} where finished_at is not null`,
  )
  await inLive(
    server.directory,
    'accounts',
    (sql) => sql`update accounts set bio = ${Buffer.from(`of ${planted}`)} where id = ${owner.id}`,
  )
  expect((await inTables()).toSorted()).toEqual([
    'alles_accounts public.accounts',
    'alles_mail public.outgoing',
  ])
  await inLive(server.directory, 'mail', (sql) => sql`update outgoing set last_fault = null`)
  await inLive(
    server.directory,
    'accounts',
    (sql) => sql`update accounts set bio = null where id = ${owner.id}`,
  )
  expect(await inTables()).toEqual([])
})

test('an e-mail address is in no table of any service, but sealed in mail’s', async () => {
  const walked = await walkTables(server.directory, [...addressWords, 'Zq7Canary'])
  expect(walked.filter(({ holding }) => holding > 0)).toEqual([])
  expect(walked).toContainEqual({ table: 'alles_mail public.contacts', rows: 3, holding: 0 })
  const databases = new Set(walked.map(({ table }) => table.split(' ')[0]))
  for (const [role] of await liveRoles(server.directory)) expect(databases).toContain(role)
  // It is there nevertheless, for its owner.
  expect(await person.call('GET', '/api/alles/contact')).toMatchObject({
    contact: { address: addresses.verified, verified: true },
    pending: { address: addresses.pending, verified: false },
  })
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

interface HasUser {
  readonly user: { readonly id: string }
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
  const looks = open.frames.filter(({ t }) => t === 'PRESENCE_UPDATE').map(({ d }) => d as HasUser)
  expect(looks.filter(({ user }) => user.id === person.id)).toMatchObject([
    { user: { id: person.id, username: '[deleted user]' } },
  ])
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
  for (const address of [addresses.verified, addresses.pending])
    await expect.poll(() => filesHolding(server.directory, address), { timeout: 20_000 }).toEqual([])
  const after = openOldKeys(rows, await carveWrappingKeys(server.directory))
  expect(theirs.filter((id) => after.has(id))).toEqual([])
})
