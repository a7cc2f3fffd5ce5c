import { readdirSync, readlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '@alles/platform/log'
import { postgresUrl, startEmbedded, type Embedded } from '@alles/platform/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GatewaySocket } from '../support/gateway.ts'
import { startLoad, wholeHistory } from '../support/load.ts'
import { addBot, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { freePort, launch, pause, startServer, type TestServer } from '../support/server.ts'

let folder = ''
let postgres: Embedded
let env: Record<string, string>
let server: TestServer
let owner: TestPerson
let guild: TestGuild
/** The token of a bot that nobody has asked about before. */
let unseen = ''
let bot: GatewaySocket
let person: GatewaySocket

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-lost-'))
  await startPostgres()
  env = {
    ALLES_POSTGRES_URL: postgresUrl(postgres.admin).reveal(),
    ALLES_RATE_LIMITS: 'off',
    ALLES_ERASURE_GRACE_DAYS: '0',
  }
  server = await startServer({ directory: join(folder, 'data'), env })
  owner = await signUp(server.origin)
  guild = await makeGuild(owner)
  const token = await addBot(owner, guild)
  unseen = await addBot(owner, guild, 'Latecomer')
  bot = new GatewaySocket(server.origin)
  await bot.say(2, { token, intents: (1 << 0) | (1 << 9) | (1 << 15) })
  person = new GatewaySocket(server.origin, { headers: { cookie: owner.cookie } })
  await person.say(2, { token: '' })
  await Promise.all([bot.event('GUILD_CREATE'), person.event('GUILD_CREATE')])
})

afterAll(async () => {
  bot?.close()
  person?.close()
  await server?.stop()
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function startPostgres(): Promise<void> {
  postgres = await startEmbedded({ directory: join(folder, 'postgres'), log: silentLog })
}

const messages = () => `/api/v10/channels/${guild.channel}/messages`
const ready = async () => (await owner.raw('GET', '/readyz')).status

async function until(holds: () => Promise<boolean> | boolean, seconds = 10): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not so within ${seconds} s`)
    await pause(50)
  }
}

/** A message that everybody who is connected hears; sent again where its sender is told to come back for `patience` s. */
async function expectHeard(content: string, patience = 0): Promise<void> {
  await until(async () => {
    const { status } = await owner.raw('POST', messages(), { content })
    expect(status).toBeOneOf(patience > 0 ? [200, 503] : [200])
    return status === 200
  }, patience)
  for (const socket of [bot, person])
    await socket.until(({ t, d }) => t === 'MESSAGE_CREATE' && (d as { content: string }).content === content)
}

test('while the database is away nothing is acknowledged, and everybody is told when to come back', async () => {
  await expectHeard('before')
  await postgres.stop()
  for (let turn = 0; turn < 30; turn += 1) {
    const send = await owner.raw('POST', messages(), { content: `never ${turn}` })
    expect([send.status, Number(send.headers.get('retry-after'))]).toEqual([503, 1])
    expect(await send.json()).toMatchObject({ message: expect.any(String), code: 0 })
    const signIn = await owner.raw('POST', '/api/alles/session', { login: 'x', password: 'correct horse' })
    expect([signIn.status, Number(signIn.headers.get('retry-after'))]).toEqual([503, 1])
    expect(signIn.headers.get('content-type')).toBe('application/problem+json')
    expect(await signIn.json()).toMatchObject({ code: 'unavailable', request_id: expect.any(String) })
  }
  expect(await ready()).toBe(503)
  const late = new GatewaySocket(server.origin)
  await late.say(2, { token: unseen, intents: 1 })
  expect(await late.closed()).toBe(4000)
  expect((await owner.raw('GET', '/healthz')).status).toBe(200)
  expect((await owner.raw('GET', '/login')).status).toBe(200)
  await startPostgres()
  await until(async () => (await ready()) === 200, 5)
  // Some connections to the database may be newer than others.
  await expectHeard('after', 5)
  const history = await wholeHistory(owner, guild)
  expect(history.map((message) => message.content)).toEqual(['before', 'after'])
})

test('what was being sent and what was to be done is carried on when it is back', async () => {
  const leaving = await signUp(server.origin)
  const load = startLoad([owner], guild, 8)
  await pause(300)
  const erasure = await leaving.raw('POST', '/api/alles/privacy/requests', {
    kind: 'erasure',
    mode: 'everything',
  })
  expect(erasure.status).toBe(201)
  await postgres.stop()
  await pause(2500)
  for (const socket of [bot, person]) {
    const from = socket.frames.length
    await socket.say(1, null)
    await until(() => socket.frames.slice(from).some((frame) => frame.op === 11))
  }
  const before = load.acknowledged.size
  await startPostgres()
  await until(() => load.acknowledged.size > before + 20)
  await load.stop()
  const sent = (await wholeHistory(owner, guild)).map((message) => message.content)
  expect(sent.filter((content) => load.acknowledged.has(content)).toSorted()).toEqual(
    [...load.acknowledged].toSorted(),
  )
  await until(async () => (await leaving.raw('GET', '/api/alles/session')).status === 401, 20)
  await until(async () => {
    const login = { login: leaving.username, password: leaving.password }
    return (await leaving.raw('POST', '/api/alles/session', login)).status === 401
  }, 20)
  await expectHeard('carried on')
})

/** PostgreSQL's processes: those that run in its data directory. */
function postgresPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === join(folder, 'postgres/data')
      } catch {
        return false
      }
    })
    .map(Number)
}

test('a database that is frozen makes nobody wait for /readyz, and what waited is answered when it thaws', async () => {
  const pids = postgresPids()
  expect(pids.length).toBeGreaterThan(3)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  const sending = owner.raw('POST', messages(), { content: 'frozen' })
  try {
    const start = performance.now()
    expect(await ready()).toBe(503)
    expect(performance.now() - start).toBeLessThan(4000)
    expect((await owner.raw('GET', '/healthz')).status).toBe(200)
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
  expect((await sending).status).toBe(200)
  await expectHeard('thawed')
})

test('the log tells of all this, once a second and without a bug', () => {
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const outages = lines.filter((line) => line.event === 'http.unavailable')
  const seconds = new Set(outages.map((line) => String(line.time).slice(0, 19)))
  expect(outages.length).toBeLessThanOrEqual(seconds.size * 2)
  expect(outages.reduce((sum, line) => sum + Number(line.count), 0)).toBeGreaterThanOrEqual(60)
  expect(lines.filter((line) => line.level === 'error')).toEqual([])
})

test('a start waits for a database that is not there yet', async () => {
  await server.stop()
  await postgres.stop()
  const port = await freePort()
  const started = launch(join(folder, 'data'), port, env)
  const answers = () =>
    fetch(`http://localhost:${port}/readyz`).then(
      (answer) => answer.status,
      () => null,
    )
  await pause(3000)
  expect([started.child.exitCode, await answers()]).toEqual([null, null])
  await startPostgres()
  await until(async () => (await answers()) === 200, 20)
  started.child.kill('SIGTERM')
  expect(await started.ended).toBe(0)
})

test('a start that waits ends when it is told to', async () => {
  await postgres.stop()
  const started = launch(join(folder, 'data'), await freePort(), env)
  await pause(2000)
  const start = performance.now()
  started.child.kill('SIGTERM')
  expect(await started.ended).toBe(0)
  expect(performance.now() - start).toBeLessThan(10_000)
})
