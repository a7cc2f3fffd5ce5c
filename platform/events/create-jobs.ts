import { EventEmitter } from 'node:events'
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Log } from '../log/index.ts'
import { isUnavailable, openJobsPool, type ConnectionOptions, type Database } from '../postgres/index.ts'
import { createJobRegistry, turnOf, type JobRegistry, type JobsOptions, type Work } from './job-registry.ts'
import type { Jobs } from './jobs.ts'
import { queueJobs } from './queue-job.ts'

/** Jobs of one service. Written anywhere; run in processes that call `start`. */
export interface RunningJobs extends Jobs {
  /** Begins to run jobs. After all tasks, intervals and listeners have been registered. */
  start(): Promise<void>
  /** Finishes what runs, for at most 5 seconds. */
  stop(): Promise<void>
}

export interface CreateJobsOptions extends JobsOptions {
  /** How the service's role opens its database; the runner takes at most two connections of its own. */
  readonly connection: ConnectionOptions
}

export function createJobs(options: CreateJobsOptions): RunningJobs {
  const registry = createJobRegistry(options)
  const log = options.log.child({ service: options.service })
  let runner: Supervised | undefined
  return {
    ...registry.jobs,
    async start() {
      await queueJobs(
        options.database.sql,
        registry.intervals.map((interval) => ({ ...turnOf(interval), ifWaiting: 'preserve' as const })),
      )
      runner ??= await supervise(options, registry, log)
    },
    async stop() {
      await runner?.stop()
    },
  }
}

interface Supervised {
  stop(): Promise<void>
}

/** Keeps a runner running: when it loses its connection, it is replaced by one that answers to another name. */
async function supervise(options: CreateJobsOptions, registry: JobRegistry, log: Log): Promise<Supervised> {
  const state: { runner: Runner | null; stopping: boolean; replacing: Promise<void> } = {
    runner: null,
    stopping: false,
    replacing: Promise.resolve(),
  }
  const begin = async () => {
    const lost = () => {
      if (state.runner) void replace(state.runner)
    }
    const runner = await beginRunner(options, registry, lost)
    state.runner = runner
    runner.promise.then(
      () => replace(runner),
      () => replace(runner),
    )
  }
  const replace = async (old: Runner) => {
    if (state.stopping || state.runner !== old) return
    state.runner = null
    state.replacing = (async () => {
      await old.stop().catch(() => undefined)
      for (let attempt = 1; !state.stopping && !state.runner; attempt += 1) {
        await pause(Math.min(2000, 100 * 2 ** attempt))
        await begin().catch((error: unknown) => log.warn('jobs.not_running', { attempt, error }))
      }
    })()
    await state.replacing
  }
  await begin()
  const sweep = () =>
    freeAbandoned(options.database).catch((error: unknown) => log.warn('jobs.sweep_failed', { error }))
  await sweep()
  const sweeper = setInterval(() => void sweep(), 15_000)
  sweeper.unref()
  return {
    async stop() {
      state.stopping = true
      clearInterval(sweeper)
      await state.replacing
      await state.runner?.stop().catch(() => undefined)
    },
  }
}

/**
 * With a delay, a runner that cannot say what became of a job stops, and is replaced. Without one, the library lets the
 * rejection go unhandled, which ends the process.
 */
const heardFailures = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }

async function beginRunner(
  options: CreateJobsOptions,
  registry: JobRegistry,
  onLost: () => void,
): Promise<Runner> {
  const events = new EventEmitter() as WorkerEvents
  events.on('pool:listen:success', ({ client, workerPool }) => {
    // The name under which `freeAbandoned` finds out that this runner is alive; said once it listens.
    client.once('drain', () => {
      client.query("select set_config('application_name', $1, false)", [workerPool.id]).catch(() => undefined)
    })
  })
  events.on('pool:listen:error', () => onLost())
  const pgPool = openJobsPool(options.connection)
  const close = () => pgPool.end()
  const runner = await run({
    preset: { worker: heardFailures },
    pgPool,
    concurrency: 1,
    pollInterval: 2000,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    events,
    taskList: taskListOf(registry.works(), options.log.child({ service: options.service })),
    crontab: '',
  }).catch(async (error: unknown) => {
    await close()
    throw error
  })
  runner.promise.then(close, close).catch(() => undefined)
  return runner
}

/** Work as the library wants it. What went wrong is logged here; the database is told no more than the kind of error. */
export function taskListOf(works: ReadonlyMap<string, Work>, log: Log): TaskList {
  const wrap =
    (name: string, work: Work): TaskList[string] =>
    async (payload, { job }) => {
      try {
        await work(payload)
      } catch (error) {
        log[isUnavailable(error) ? 'warn' : 'error']('job.failed', {
          task: name,
          job: job.id,
          attempt: job.attempts,
          error,
        })
        // Its text, and that of what caused it, may hold what a person wrote.
        throw withoutText(error)
      }
    }
  return Object.fromEntries([...works].map(([name, work]) => [name, wrap(name, work)]))
}

function withoutText(error: unknown): Error {
  return new Error(error instanceof Error ? error.name : 'unknown')
}

/** Jobs taken by runners that are no more wait for others again. A living runner has a session under its name. */
export async function freeAbandoned(database: Database): Promise<void> {
  await database.sql`
    update graphile_worker._private_jobs set locked_at = null, locked_by = null
    where locked_at < now() - interval '5 seconds' and not exists (
      select from pg_stat_activity
      where datname = current_database() and application_name = locked_by
    )`
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
