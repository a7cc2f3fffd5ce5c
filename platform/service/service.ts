import type { Catalogue } from '../catalogue/index.ts'
import type { Clock, Ids } from '../ids/index.ts'
import type { Bus, Jobs } from '../events/index.ts'
import type { Routes } from '../http/index.ts'
import type { Log } from '../log/index.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Database } from '../postgres/index.ts'
import type { Calls } from './calls.ts'

/** What a process does: answers HTTP, holds sockets, runs jobs. */
export type Role = 'api' | 'gateway' | 'worker'

/** What every service is given. Nothing else reaches it: no environment, no other service's database. */
export interface Parts<Schema = unknown> {
  readonly roles: ReadonlySet<Role>
  /** This service's own database, opened when first used. A service without a catalogue has none. */
  readonly database: Database<Schema>
  /** Other services, by their contracts. */
  readonly calls: Calls
  /** HTTP calls this service answers. */
  readonly routes: Routes
  /** Durable events and jobs, written in the transaction of the change. */
  readonly jobs: Jobs
  /** Realtime events, published after the commit. */
  readonly bus: Bus
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly metrics: Metrics
}

export type Stop = () => Promise<void>

/** One bounded context. Nothing runs at import; `start` wires it and returns what stops it. */
export interface Service<Options = unknown, Schema = unknown> {
  readonly name: string
  /** Null where it stores nothing. */
  readonly catalogue: Catalogue | null
  /** Folder of its migrations; null where it stores nothing. */
  readonly migrations: URL | null
  /** Its contract: every call with an address in it must have been answered when `start` returns. */
  readonly contract: object
  start(parts: Parts<Schema>, options: Options): Promise<Stop>
}

export function defineService<Schema, Options>(service: Service<Options, Schema>): Service<Options, Schema> {
  return service
}
