import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createLog, silentLog } from '../log/index.ts'
import { DatabaseUnavailable, isUnavailable, openDatabase, startEmbedded, type Embedded } from './index.ts'
import { findProcess } from './process-table.ts'

let root: string
const running: Embedded[] = []
const start = async (directory: string, log = silentLog) => {
  const embedded = await startEmbedded({ directory, log, settings: { fsync: 'off' } })
  running.push(embedded)
  return embedded
}
const answer = async (embedded: Embedded) => {
  const database = openDatabase(embedded.admin)
  for (;;) {
    const outcome = await database.sql`select 1 as one`.catch((error: unknown) => error)
    if (!isUnavailable(outcome)) {
      await database.close()
      return outcome
    }
    await pause(20)
  }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'alles-embedded-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('starting', () => {
  test('makes a cluster that nobody else may read, and finds its data again', async () => {
    const directory = join(root, 'shared')
    const first = await start(directory)
    const database = openDatabase(first.admin)
    await database.sql`create table kept as select 42 as n`
    await database.close()
    await first.stop()
    expect(first.pid()).toBeNull()
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    expect((await stat(join(directory, 'data/superuser-password'))).mode & 0o777).toBe(0o600)
    const second = await start(directory)
    const [row] = await openDatabase(second.admin)
      .sql`select n, current_setting('listen_addresses') as addresses from kept`
    expect(row).toEqual({ n: 42, addresses: '' })
  })

  test('a cluster that was not completed is made anew', async () => {
    const directory = join(root, 'half')
    await mkdir(join(directory, 'initialising-999999999'), { recursive: true })
    await writeFile(join(directory, 'initialising-999999999/PG_VERSION'), '18')
    expect(await answer(await start(directory))).toEqual([{ one: 1 }])
    await expect(stat(join(directory, 'initialising-999999999'))).rejects.toThrow('ENOENT')
  })

  test('a path too long for a socket gets a short one', async () => {
    const directory = join(root, 'long'.repeat(30))
    const embedded = await start(directory)
    expect(embedded.admin.host.startsWith(directory)).toBe(false)
    expect(await answer(embedded)).toEqual([{ one: 1 }])
    await embedded.stop()
    await expect(stat(embedded.admin.host)).rejects.toThrow('ENOENT')
  })

  test('a data directory in use is refused in one sentence', async () => {
    const directory = join(root, 'shared')
    await start(directory)
    await expect(start(directory)).rejects.toThrow(/is in use by another running process \(\d+\)\.$/)
  })

  test('a cluster of another PostgreSQL is refused in one sentence', async () => {
    const data = join(root, 'older/data')
    await mkdir(data, { recursive: true })
    await writeFile(join(data, 'PG_VERSION'), '17\n')
    await expect(start(join(root, 'older'))).rejects.toThrow(/was made by PostgreSQL 17; .*\.$/)
  })

  test('a lock file left behind is no obstacle, whoever has its process id by now', async () => {
    const directory = join(root, 'shared')
    const first = await start(directory)
    const lock = await readFile(join(directory, 'data/postmaster.pid'), 'utf8')
    await first.stop()
    for (const pid of [process.pid, 999_999_999]) {
      await writeFile(join(directory, 'data/postmaster.pid'), lock.replace(/^\d+/, String(pid)))
      const next = await start(directory)
      expect(await answer(next)).toEqual([{ one: 1 }])
      await next.stop()
    }
  })
})

describe('running', () => {
  test('it is started again when it is killed, and what was committed is there', async () => {
    const lines: string[] = []
    const log = createLog({ level: 'info', write: (line) => lines.push(line) })
    const embedded = await start(join(root, 'shared'), log)
    const database = openDatabase(embedded.admin)
    await database.sql`create table counted (n int)`
    for (const round of [1, 2, 3]) {
      await database.sql`insert into counted values (${round})`
      process.kill(embedded.pid() ?? 0, 'SIGKILL')
      await pause(5)
      await answer(embedded)
    }
    const rows = await database.sql`select n from counted order by n`
    expect(rows.map((row) => row['n'])).toEqual([1, 2, 3])
    expect(lines.join('\n')).toContain('postgres.died')
    await database.close()
  })

  test('killed under load, it loses and doubles nothing that was acknowledged', async () => {
    const embedded = await start(join(root, 'shared'))
    const database = openDatabase(embedded.admin)
    await database.sql`create table loaded (n int primary key, pair int not null)`
    const acknowledged: number[] = []
    const state = { next: 0, over: false, refused: 0 }
    const write = async () => {
      while (!state.over) {
        const n = (state.next += 2)
        const work = database.transaction(async (tx) => {
          await tx.sql`insert into loaded values (${n}, ${n + 1})`
          await tx.sql`insert into loaded values (${n + 1}, ${n})`
        })
        const outcome = await work.then(
          () => null,
          (error: unknown) => error,
        )
        if (outcome === null) acknowledged.push(n)
        else if (isUnavailable(outcome)) state.refused += 1
        else throw outcome
        if (outcome !== null) await pause(5)
      }
    }
    const writers = Array.from({ length: 16 }, write)
    for (const _ of [1, 2, 3]) {
      await pause(300)
      process.kill(embedded.pid() ?? 0, 'SIGKILL')
      await answer(embedded)
    }
    await pause(200)
    state.over = true
    await Promise.all(writers)
    const rows = await database.sql<{ n: number; pair: number }[]>`select n, pair from loaded`
    const stored = new Set(rows.map((row) => row.n))
    expect(state.refused).toBeGreaterThan(0)
    expect(acknowledged.length).toBeGreaterThan(100)
    expect(acknowledged.filter((n) => !stored.has(n))).toEqual([])
    expect(rows.filter((row) => !stored.has(row.pair))).toEqual([])
    await database.close()
  })

  test('meanwhile it is unavailable', async () => {
    const embedded = await start(join(root, 'shared'))
    const database = openDatabase(embedded.admin)
    await database.sql`select 1`
    const work = database.transaction(async (tx) => {
      process.kill(embedded.pid() ?? 0, 'SIGKILL')
      await tx.sql`select pg_sleep(1)`
    })
    await expect(work).rejects.toThrow(DatabaseUnavailable)
    await database.close()
  })

  test('no value of a row gets into the log', async () => {
    const lines: string[] = []
    const embedded = await start(
      join(root, 'shared'),
      createLog({ level: 'debug', write: (line) => lines.push(line) }),
    )
    const database = openDatabase(embedded.admin)
    await database.sql`create table names (name text primary key)`
    await database.sql`insert into names values ('canary')`
    await expect(database.sql`insert into names values ('canary')`).rejects.toThrow('duplicate')
    await expect(database.sql`select ${'canary'}::text::int`).rejects.toThrow('invalid input')
    await database.close()
    await embedded.stop()
    expect(lines.join()).not.toContain('canary')
  })
})

describe('ending', () => {
  test('open sessions do not keep it, and it may be stopped twice', async () => {
    const embedded = await start(join(root, 'shared'))
    const database = openDatabase(embedded.admin)
    const query = database.sql`select pg_sleep(60)`.catch((error: unknown) => error)
    await pause(50)
    const began = Date.now()
    await Promise.all([embedded.stop(), embedded.stop()])
    expect(Date.now() - began).toBeLessThan(8000)
    expect(isUnavailable(await query)).toBe(true)
    await database.close()
  })

  test('it ends with the process that started it, and the next start waits for that', async () => {
    const directory = join(root, 'shared')
    const program = `
      import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))}
      import { silentLog } from ${JSON.stringify(join(import.meta.dirname, '../log/index.ts'))}
      const embedded = await startEmbedded({ directory: ${JSON.stringify(directory)}, log: silentLog })
      console.log(embedded.pid())
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const pid = await new Promise<number>((resolve) =>
      child.stdout.once('data', (data) => resolve(Number(data))),
    )
    expect(await findProcess(pid)).toMatchObject({ command: 'postgres' })
    child.kill('SIGKILL')
    expect(await answer(await start(directory))).toEqual([{ one: 1 }])
    expect(await findProcess(pid)).toBeNull()
  })
})

test.runIf(process.getuid?.() === 0)('as root it still does not run as root to itself', async () => {
  const embedded = await start(join(root, 'shared'))
  const { stdout } = await promisify(execFile)('cat', [`/proc/${embedded.pid()}/uid_map`])
  expect(stdout.trim().split(/\s+/)).toEqual(['1', '0', '1'])
})
