import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { event, z } from '../contract/index.ts'
import { systemClock } from '../ids/index.ts'
import { createLog } from '../log/index.ts'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { exampleService, type ExampleSchema } from '../testing/example/example-service.ts'
import { freeAbandoned } from './create-jobs.ts'
import { createJobs, createListeners, task, type RunningJobs } from './index.ts'

const remind = task('example.remind', z.object({ id: z.string() }))
const noted = event('example.noted', { about: '', delivery: 'durable', data: z.object({ id: z.string() }) })

const patience = { timeout: 15_000 }

let storage: TestDatabase<ExampleSchema>
let lines: string[]
const runners: RunningJobs[] = []
const jobsOf = (service = 'example', listeners = createListeners()) => {
  const log = createLog({ level: 'info', write: (line) => lines.push(line) })
  const jobs = createJobs({ ...storage, service, listeners, clock: systemClock, log })
  runners.push(jobs)
  return jobs
}
const waiting = () => storage.admin`select * from graphile_worker._private_jobs order by id`
const none = async () => expect.poll(async () => (await waiting()).length, patience).toBe(0)

beforeEach(async () => {
  lines = []
  storage = await testDatabase<ExampleSchema>(exampleService)
})
afterEach(async () => {
  await Promise.all(runners.splice(0).map((one) => one.stop()))
  await storage.drop()
})

describe('tasks', () => {
  test('run soon after the commit, with what they were given', async () => {
    const jobs = jobsOf()
    const ran: unknown[] = []
    jobs.run(remind, async (payload) => void ran.push(payload))
    await jobs.start()
    await storage.database.transaction((tx) => jobs.add(tx, remind, { id: '1' }))
    await expect.poll(() => ran, patience).toEqual([{ id: '1' }])
    await none()
  })

  test('are gone with the transaction that asked for them', async () => {
    const jobs = jobsOf()
    const work = storage.database.transaction(async (tx) => {
      await jobs.add(tx, remind, { id: '1' })
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await waiting()).toHaveLength(0)
  })

  test('wait for their time, and a second one of the same key takes the place of the first', async () => {
    const jobs = jobsOf()
    const at = Date.now() + 3_600_000
    await storage.database.transaction((tx) => jobs.add(tx, remind, { id: '1' }, { at, key: 'k' }))
    await storage.database.transaction((tx) => jobs.add(tx, remind, { id: '2' }, { at, key: 'k' }))
    const rows = await waiting()
    expect(rows.map((row) => row['payload'])).toEqual([{ data: { id: '2' }, at }])
    expect(Math.abs(Number(rows[0]?.['run_at']) - at)).toBeLessThan(5000)
  })

  test('that fail are tried again, and neither log nor database learn what was said', async () => {
    const jobs = jobsOf()
    jobs.run(remind, async () => {
      throw new Error('the canary sings')
    })
    await jobs.start()
    await storage.database.transaction((tx) => jobs.add(tx, remind, { id: 'canary' }))
    await expect.poll(async () => (await waiting())[0]?.['last_error'] as string, patience).toBe('Error')
    expect(lines.join()).toContain('"task":"example.remind"')
    expect(lines.join()).not.toContain('canary')
    expect((await waiting())[0]).toMatchObject({ attempts: 1, locked_at: null })
  })

  test('are refused when they are not what they are declared to be', async () => {
    const work = storage.database.transaction((tx) =>
      jobsOf().add(tx, remind, { id: 1 as unknown as string }),
    )
    await expect(work).rejects.toThrow()
  })

  test('of a runner that is no more are done by another', async () => {
    const jobs = jobsOf()
    await storage.database.transaction((tx) => jobs.add(tx, remind, { id: '1' }))
    await storage.admin`update graphile_worker._private_jobs set locked_by = 'pool-gone', locked_at = now() - interval '6 seconds'`
    const ran: unknown[] = []
    jobs.run(remind, async (payload) => void ran.push(payload))
    await jobs.start()
    await expect.poll(() => ran, patience).toEqual([{ id: '1' }])
  })

  test('of a runner that lives are left to it', async () => {
    const jobs = jobsOf()
    const { promise: gate, resolve: finish } = Promise.withResolvers<void>()
    jobs.run(remind, () => gate)
    await jobs.start()
    await storage.database.transaction((tx) => jobs.add(tx, remind, { id: '1' }))
    await expect.poll(async () => (await waiting())[0]?.['locked_by'] as string, patience).toMatch(/^pool-/)
    await storage.admin`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'`
    await freeAbandoned(storage.database)
    expect((await waiting())[0]?.['locked_by']).toMatch(/^pool-/)
    finish()
    await none()
  })

  test('go on after the connection was lost', async () => {
    const jobs = jobsOf()
    const ran: unknown[] = []
    jobs.run(remind, async ({ id }) => void ran.push(id))
    await jobs.start()
    await storage.database.transaction((tx) => jobs.add(tx, remind, { id: '1' }))
    await expect.poll(() => ran, patience).toEqual(['1'])
    await storage.admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${storage.connection.user} and datname = current_database()`
    await expect
      .poll(() =>
        storage.database
          .transaction((tx) => jobs.add(tx, remind, { id: '2' }))
          .then(
            () => true,
            () => false,
          ),
      )
      .toBe(true)
    await expect.poll(() => ran, patience).toEqual(['1', '2'])
  })

  test.each(['done', 'failed'])('that are %s while the database is away are done again', async (outcome) => {
    const jobs = jobsOf()
    const { database } = storage.connection
    const limit = (most: number) =>
      storage.admin.unsafe(`alter database "${database}" connection limit ${most}`)
    let turn = 0
    jobs.run(remind, async () => {
      turn += 1
      if (turn > 1) return
      await limit(0)
      await storage.admin`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = ${database} and usename = ${storage.connection.user}`
      if (outcome === 'failed') throw new Error('no')
    })
    await jobs.start()
    await storage.database.transaction((tx) => jobs.add(tx, remind, { id: '1' }))
    await expect.poll(() => turn, patience).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await limit(-1)
    const again = async () => {
      await freeAbandoned(storage.database)
      return turn
    }
    await expect.poll(again, { ...patience, interval: 500 }).toBe(2)
    await none()
  })

  test('take at most two connections to run', async () => {
    const jobs = jobsOf()
    jobs.run(remind, async () => undefined)
    await jobs.start()
    await storage.database.transaction(async (tx) => {
      for (let n = 0; n < 50; n += 1) await jobs.add(tx, remind, { id: String(n) })
    })
    await none()
    const [row] = await storage.admin`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and usename = ${storage.connection.user} and application_name <> 'alles'`
    expect(row?.['n']).toBeLessThanOrEqual(2)
  })
})

describe('events', () => {
  test('reach every listener once, each under the same id', async () => {
    const listeners = createListeners()
    const [from, one, two] = [
      jobsOf('example', listeners),
      jobsOf('one', listeners),
      jobsOf('two', listeners),
    ]
    const heard: [string, string, string][] = []
    one.on(noted, async ({ id }, eventId) => void heard.push(['one', id, eventId]))
    two.on(noted, async ({ id }, eventId) => void heard.push(['two', id, eventId]))
    await from.start()
    await storage.database.transaction((tx) => from.emit(tx, noted, { id: '7' }))
    await expect.poll(() => heard.length, patience).toBe(2)
    await none()
    expect(heard.map(([who, id]) => `${who} ${id}`).toSorted()).toEqual(['one 7', 'two 7'])
    expect(heard[0]?.[2]).toBe(heard[1]?.[2])
  })

  test('a listener that fails is tried again alone', async () => {
    const listeners = createListeners()
    const [from, one, two] = [
      jobsOf('example', listeners),
      jobsOf('one', listeners),
      jobsOf('two', listeners),
    ]
    const heard: string[] = []
    one.on(noted, async (_, eventId) => {
      heard.push(eventId)
      if (heard.length === 1) throw new Error('not yet')
    })
    let others = 0
    two.on(noted, async () => void (others += 1))
    await from.start()
    await storage.database.transaction((tx) => from.emit(tx, noted, { id: '7' }))
    await expect
      .poll(async () => (await waiting()).map((row) => row['last_error']), patience)
      .toEqual(['Error'])
    await storage.admin`update graphile_worker._private_jobs set run_at = now()`
    await none()
    expect(new Set(heard).size).toBe(1)
    expect([heard.length, others]).toEqual([2, 1])
  })

  test('nobody listening is no fault', async () => {
    const jobs = jobsOf()
    await jobs.start()
    await storage.database.transaction((tx) => jobs.emit(tx, noted, { id: '7' }))
    await none()
    expect(lines.join()).not.toContain('failed')
  })

  test('one service listens once', () => {
    const jobs = jobsOf()
    jobs.on(noted, async () => undefined)
    expect(() => jobs.on(noted, async () => undefined)).toThrow('example already listens for example.noted')
  })
})

describe('intervals', () => {
  test('are done by one of several processes each time, a failure included', async () => {
    const times: string[] = []
    for (const name of ['a', 'b']) {
      const jobs = jobsOf()
      jobs.every('sweep', 1, async () => {
        times.push(name)
        throw new Error('every time')
      })
      await jobs.start()
    }
    expect(await waiting()).toHaveLength(1)
    expect(times).toHaveLength(0)
    await expect.poll(() => times.length, patience).toBeGreaterThan(1)
    await expect
      .poll(async () => (await waiting()).filter((row) => row['key'] !== null).length, patience)
      .toBe(1)
  })
})
