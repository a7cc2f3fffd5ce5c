import { randomUUID } from 'node:crypto'
import type { Clock } from '../ids/index.ts'
import { PrintableError, type Log } from '../log/index.ts'
import type { Database } from '../postgres/index.ts'
import type { Jobs } from './jobs.ts'
import type { Listeners } from './listeners.ts'
import { queueJobs } from './queue-job.ts'

export interface JobsOptions {
  readonly service: string
  readonly database: Database
  /** Shared by all services of the process. */
  readonly listeners: Listeners
  readonly clock: Clock
  readonly log: Log
}

/** What is done for a job of one name. */
export type Work = (payload: unknown) => Promise<void>

/** Jobs of one service as its code sees them, and as a runner does. */
export interface JobRegistry {
  readonly jobs: Jobs
  /** What this process can do, by job name. */
  works(): ReadonlyMap<string, Work>
  readonly intervals: readonly Interval[]
}

export interface Interval {
  readonly name: string
  readonly seconds: number
  readonly work: () => Promise<void>
}

/** How jobs are named in the database: tasks by their own name. */
export const names = { event: 'event', delivery: 'delivery', interval: (name: string) => `every ${name}` }

interface Envelope {
  readonly data: unknown
  /** When it is due by our own clock; absent: at once. */
  readonly at?: number | undefined
}

interface Announcement {
  readonly event: string
  readonly id: string
  readonly data: unknown
}

export function createJobRegistry(options: JobsOptions): JobRegistry {
  const { service, database, listeners, clock } = options
  const works = new Map<string, Work>()
  const intervals: Interval[] = []
  const register = (name: string, work: Work) => {
    if (works.has(name)) throw new Error(`${name} is already run`)
    works.set(name, work)
  }
  register(names.event, (payload) => fanOut(options, payload as Announcement))
  register(names.delivery, (payload) => deliver(listeners, payload as Announcement & { to: string }))
  const jobs: Jobs = {
    async add(...[tx, task, payload, given = {}]) {
      task.payload.parse(payload)
      const envelope: Envelope = { data: payload, at: given.at }
      const delay = given.at === undefined ? undefined : given.at - clock.now()
      await queueJobs(tx.sql, [{ name: task.name, payload: envelope, delay, key: given.key }])
    },
    run(task, work) {
      register(task.name, async (payload) => work(task.payload.parse((payload as Envelope).data)))
    },
    every(name, seconds, work) {
      intervals.push({ name, seconds, work })
      register(names.interval(name), () => repeat(database, { name, seconds, work }))
    },
    async emit(tx, event, data) {
      if (event.delivery !== 'durable') throw new Error(`${event.name} is realtime: publish it on the bus`)
      event.data.parse(data)
      const payload: Announcement = { event: event.name, id: randomUUID(), data }
      await queueJobs(tx.sql, [{ name: names.event, payload }])
    },
    on(event, listener) {
      listeners.add(event.name, service, async (data, id) => listener(event.data.parse(data) as never, id))
    },
  }
  return { jobs, works: () => works, intervals }
}

/** Turns one event into one job per listener, all or none, so that each is tried until it succeeds. */
async function fanOut(options: JobsOptions, said: Announcement): Promise<void> {
  const to = options.listeners.of(said.event)
  await options.database.transaction(async (tx) => {
    const deliveries = to.map((service) => ({
      name: names.delivery,
      payload: { ...said, to: service },
      key: `${said.id} ${service}`,
    }))
    await queueJobs(tx.sql, deliveries)
  })
}

async function deliver(listeners: Listeners, said: Announcement & { to: string }): Promise<void> {
  const listen = listeners.find(said.event, said.to)
  if (!listen) throw new PrintableError(`${said.to} does not listen for ${said.event} in this process.`)
  await listen(said.data, said.id)
}

/** The next turn is written before this one begins, so that neither a failure nor the end of the process breaks it. */
async function repeat(database: Database, interval: Interval): Promise<void> {
  await queueJobs(database.sql, [turnOf(interval)])
  await interval.work()
}

export function turnOf(interval: Interval) {
  const name = names.interval(interval.name)
  return { name, payload: {}, delay: interval.seconds * 1000, key: name } as const
}
