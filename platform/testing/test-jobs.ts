import { Logger, runOnce } from 'graphile-worker'
import type { Sql } from 'postgres'
import { taskListOf } from '../events/create-jobs.ts'
import { createJobRegistry, type JobsOptions } from '../events/job-registry.ts'
import type { Jobs } from '../events/index.ts'
import { silentLog } from '../log/index.ts'
import { withJobsPool, type ConnectionOptions } from '../postgres/index.ts'

/** Real jobs in the real database, run when the test says so. */
export interface TestJobs extends Jobs {
  /**
   * Runs what is due by the test's clock, jobs that those jobs add included, failed ones once more. Throws what the
   * first failing job threw; it stays and can be drained again.
   */
  drain(): Promise<void>
  /** Does now what `every` was asked to do under this name. */
  runInterval(name: string): Promise<void>
}

export interface TestJobsOptions extends JobsOptions {
  readonly connection: ConnectionOptions
  readonly admin: Sql
}

export function createTestJobs(options: TestJobsOptions): TestJobs {
  const registry = createJobRegistry(options)
  return {
    ...registry.jobs,
    async drain() {
      const failures: unknown[] = []
      const works = [...registry.works()].map(([name, work]) => {
        const noting = async (payload: unknown) => {
          try {
            await work(payload)
          } catch (error) {
            failures.push(error)
            throw error
          }
        }
        return [name, noting] as const
      })
      await makeDue(options.admin, options.clock.now())
      await withJobsPool(options.connection, (pgPool) =>
        runOnce({
          pgPool,
          concurrency: 1,
          noHandleSignals: true,
          logger: new Logger(() => () => undefined),
          taskList: taskListOf(new Map(works), silentLog),
        }),
      )
      if (failures.length > 0) throw failures[0]
    },
    async runInterval(name) {
      const interval = registry.intervals.find((one) => one.name === name)
      if (!interval) throw new Error(`nothing is done every so often under the name ${name}`)
      await interval.work()
    },
  }
}

/** The database's clock is not the test's: what is due by the test's becomes due, what is not waits. */
async function makeDue(admin: Sql, now: number): Promise<void> {
  await admin`
    update graphile_worker._private_jobs
    set run_at = case when coalesce((payload ->> 'at')::bigint, 0) <= ${now} then now() else now() + interval '1 day' end
    where locked_at is null and (key is null or key not like 'every %')`
}
