import type { Event, EventData, z } from '../contract/index.ts'
import type { Transaction } from '../postgres/index.ts'

export interface Task<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'task'
  /** `service.whatIsDone`. */
  readonly name: string
  /** Carries ids, never content. */
  readonly payload: Payload
}

export interface JobOptions {
  /** Not before this moment, milliseconds since 1970. */
  readonly at?: number
  /** A second job with the same key replaces one that has not run. */
  readonly key?: string
}

/** Durable work, written in the transaction of the change that asks for it and run in a process of role `worker`. */
export interface Jobs {
  /** Queues `task` as part of `tx`. */
  add<P extends z.ZodType>(
    tx: Transaction,
    task: Task<P>,
    payload: z.input<P>,
    options?: JobOptions,
  ): Promise<void>
  /** Says how a task of this service is done. At least once: it must be able to run twice. Throws to be tried again. */
  run<P extends z.ZodType>(task: Task<P>, work: (payload: z.output<P>) => Promise<void>): void
  /** Runs `work` in one worker process every `seconds`, first one interval after start. */
  every(name: string, seconds: number, work: () => Promise<void>): void
  /** Announces a durable event as part of `tx`: every service that listens for it hears it at least once. */
  emit<E extends Event>(tx: Transaction, event: E, data: EventData<E>): Promise<void>
  /** Hears another service's durable event. `id` is the same each time one event is delivered again. */
  on<E extends Event>(event: E, listener: (data: EventData<E>, id: string) => Promise<void>): void
}

export function task<P extends z.ZodType>(name: string, payload: P): Task<P> {
  return { kind: 'task', name, payload }
}
