import { createListeners, createLocalBus, type Bus, type Listeners } from '../events/index.ts'
import type { Http } from '../http/index.ts'
import { createIds, randomBelow } from '../ids/index.ts'
import { silentLog, type Log } from '../log/index.ts'
import { createMetrics, type Metrics } from '../metrics/index.ts'
import type { Database } from '../postgres/index.ts'
import { createCalls, type Calls, type Parts, type Role } from '../service/index.ts'
import { testClock, type TestClock } from './test-clock.ts'
import { testDatabase, type StoringService, type TestDatabase } from './test-database.ts'
import { testHttp } from './test-http.ts'
import { createTestJobs, type TestJobs } from './test-jobs.ts'

/** What parts of several services have in common when a test runs them together. */
export interface TestProcess {
  readonly calls: Calls
  readonly bus: Bus
  readonly listeners: Listeners
  readonly clock: TestClock
  readonly log: Log
  readonly metrics: Metrics
  readonly http: Http
}

/** The parts of a service under test: a database of its own, and everything else real but the clock. */
export interface TestParts<Schema = unknown> extends Parts<Schema> {
  readonly clock: TestClock
  readonly jobs: TestJobs
  readonly listeners: Listeners
  readonly http: Http
  /** Absent where the service stores nothing. */
  readonly storage?: TestDatabase<Schema>
  drop(): Promise<void>
}

/** Shared by the services of one test; give it to each one's `testParts`. */
export function testProcess(given: Partial<TestProcess> = {}): TestProcess {
  const log = given.log ?? silentLog
  const clock = given.clock ?? testClock()
  const metrics = given.metrics ?? createMetrics({ process: false })
  return {
    calls: given.calls ?? createCalls(),
    bus: given.bus ?? createLocalBus(log),
    listeners: given.listeners ?? createListeners(),
    clock,
    log,
    metrics,
    http: given.http ?? testHttp({ clock, log, metrics }),
  }
}

type Given<Schema> = Partial<Omit<Parts<Schema>, 'database' | 'jobs' | 'clock'>> & Partial<TestProcess>

/** Everything `service.start` wants. What is given is taken; the rest is made. */
export async function testParts<Schema = unknown>(
  service: StoringService,
  given: Given<Schema> = {},
): Promise<TestParts<Schema>> {
  const { calls, bus, listeners, clock, log, metrics, http } = testProcess(given)
  const storage = service.migrations === null ? undefined : await testDatabase<Schema>(service)
  return {
    roles: given.roles ?? new Set<Role>(['api', 'gateway', 'worker']),
    database: storage?.database ?? noDatabase<Schema>(service.name),
    calls,
    bus,
    listeners,
    clock,
    log,
    ids: given.ids ?? createIds(clock, 1, randomBelow),
    metrics,
    http,
    routes: given.routes ?? http.routesFor(service.name),
    jobs: jobsOf(service.name, { storage, listeners, clock, log }),
    ...(storage && { storage }),
    async drop() {
      await storage?.drop()
    },
  }
}

interface JobParts {
  readonly storage: TestDatabase | undefined
  readonly listeners: Listeners
  readonly clock: TestClock
  readonly log: Log
}

function jobsOf(service: string, { storage, listeners, clock, log }: JobParts): TestJobs {
  const database = storage?.database ?? noDatabase(service)
  const connection = storage?.connection
  const admin = storage?.admin
  if (connection && admin)
    return createTestJobs({ service, database, listeners, clock, log, connection, admin })
  return {
    on: (event, listener) =>
      listeners.add(event.name, service, async (data, id) => listener(event.data.parse(data) as never, id)),
    add: () => Promise.reject(new Error(`${service} stores nothing`)),
    emit: () => Promise.reject(new Error(`${service} stores nothing`)),
    run: () => undefined,
    every: () => undefined,
    drain: () => Promise.resolve(),
    runInterval: () => Promise.resolve(),
  }
}

function noDatabase<Schema>(service: string): Database<Schema> {
  return new Proxy({} as Database<Schema>, {
    get(_, property) {
      if (property === 'close') return () => Promise.resolve()
      throw new Error(`${service} has no database`)
    },
  })
}
