import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { startLoad, wholeHistory } from '../support/load.ts'
import { invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { pause, startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let people: TestPerson[]
let guild: TestGuild
const acknowledged = new Set<string>()

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  people = [await signUp(server.origin), await signUp(server.origin)]
  const [owner, guest] = people
  if (!owner || !guest) throw new Error('two people were to sign up')
  guild = await makeGuild(owner)
  await invite(owner, guild, guest)
})

afterAll(async () => {
  await server?.remove()
})

/** The first process of the embedded PostgreSQL, as its own file names it. */
function killPostgres(): void {
  const pids = execFileSync('pgrep', ['-f', join(server.directory, 'postgres')])
    .toString()
    .trim()
    .split('\n')
  for (const pid of pids) {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (/postgres\0?$/.test(command.split('\0')[0] ?? '')) process.kill(Number(pid), 'SIGKILL')
  }
}

async function nothingLostOrDoubled(): Promise<void> {
  const [reader] = people
  if (!reader) throw new Error('nobody reads')
  const history = (await wholeHistory(reader, guild)).map((message) => message.content)
  const counts = Map.groupBy(history, (content) => content)
  expect([...acknowledged].filter((content) => !counts.has(content))).toEqual([])
  expect([...counts].filter(([, copies]) => copies.length > 1).map(([content]) => content)).toEqual([])
}

async function underLoad(blow: () => Promise<void>): Promise<void> {
  onTestFailed(() => void process.stderr.write(`The server said:\n${server.output().slice(-8000)}`))
  const load = startLoad(people, guild, 16)
  await pause(700)
  const before = load.acknowledged.size
  await blow()
  await pause(700)
  await load.stop()
  for (const content of load.acknowledged) acknowledged.add(content)
  expect(before).toBeGreaterThan(0)
  expect(load.acknowledged.size).toBeGreaterThan(before)
  await nothingLostOrDoubled()
}

const rounds = [1, 2, 3]

test.each(rounds)(
  'the server alone is killed under load (round %i): nothing acknowledged is lost or doubled',
  async () => {
    await underLoad(async () => {
      await server.kill()
      server = await server.restart()
    })
  },
)

test.each(rounds)(
  'PostgreSQL alone is killed under load (round %i): the server recovers by itself',
  async () => {
    await underLoad(async () => killPostgres())
    expect(server.process.exitCode).toBeNull()
  },
)

test.each(rounds)('both are killed under load (round %i): the next start needs no help', async () => {
  await underLoad(async () => {
    server.process.kill('SIGKILL')
    killPostgres()
    await server.kill()
    server = await server.restart()
  })
})
