import type { JSONValue, Sql, TransactionSql } from 'postgres'

/** A job as it is written into the database of its service. */
export interface QueuedJob {
  readonly name: string
  readonly payload: object
  /** Not before so many milliseconds from now. */
  readonly delay?: number | undefined
  readonly key?: string | undefined
  /** `preserve`: a job of the same key that waits already keeps its time. */
  readonly ifWaiting?: 'replace' | 'preserve'
}

/** Tried again, at most 6 hours apart, for some eight months. */
const attempts = 1000

/** Writes jobs, as part of the transaction where `sql` is one. */
export async function queueJobs(sql: Sql | TransactionSql, jobs: readonly QueuedJob[]): Promise<void> {
  await Promise.all(jobs.map((job) => queueJob(sql, job)))
}

async function queueJob(sql: Sql | TransactionSql, job: QueuedJob): Promise<void> {
  const seconds = job.delay === undefined ? null : Math.max(0, job.delay) / 1000
  await sql`select graphile_worker.add_job(
    ${job.name}::text,
    ${sql.json(job.payload as JSONValue)}::json,
    run_at := now() + make_interval(secs => ${seconds}::float8),
    max_attempts := ${attempts}::int,
    job_key := ${job.key ?? null}::text,
    job_key_mode := ${job.ifWaiting === 'preserve' ? 'preserve_run_at' : 'replace'}::text
  )`
}
