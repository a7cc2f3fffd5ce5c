import { join } from 'node:path'
import { accounts, leakedPasswordsFile } from '@alles/accounts/service'
import { chat } from '@alles/chat/service'
import { gateway } from '@alles/gateway/service'
import * as keysContract from '@alles/keys/contract'
import { keys } from '@alles/keys/service'
import { mail } from '@alles/mail/service'
import { media, type FileLimits, type MediaOptions } from '@alles/media/service'
import { oauth } from '@alles/oauth/service'
import { createSealer, type Catalogue, type Sealer } from '@alles/platform/catalogue'
import { createJobs, type Bus, type Listeners, type RunningJobs } from '@alles/platform/events'
import type { Http, Routes } from '@alles/platform/http'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Metrics } from '@alles/platform/metrics'
import type { Database, PostgresServer } from '@alles/platform/postgres'
import type { Calls, Parts, Role, Service, Stop } from '@alles/platform/service'
import { privacy } from '@alles/privacy/service'
import type { DataDirectory } from './data-directory.ts'
import type { OpenedEgress } from './egress.ts'
import { services } from './services.ts'
import type { Settings } from './settings.ts'

/** What all services of a process share. */
interface Shared {
  readonly calls: Calls
  readonly bus: Bus
  readonly listeners: Listeners
  readonly ids: Ids
  readonly clock: Clock
  readonly metrics: Metrics
  readonly log: Log
}

export interface Composition {
  readonly settings: Settings
  readonly data: DataDirectory
  readonly postgres: PostgresServer
  readonly http: Http
  readonly roles: ReadonlySet<Role>
  /** Whether no other process uses the same databases. */
  readonly isAlone: () => boolean
  /** The way out. */
  readonly egress: OpenedEgress
  readonly shared: Shared
}

/** A service's data, with what export, erasure and the doctor need to walk it. */
export interface DataHolder {
  readonly name: string
  readonly catalogue: Catalogue
  readonly database: Database
  readonly sealer: Sealer
}

export interface StartedServices {
  readonly holders: readonly DataHolder[]
  stop(): Promise<void>
}

/** Starts every service, from the left of the order of calls to the right, and then their jobs. */
export async function startServices(composition: Composition): Promise<StartedServices> {
  const { settings, data, egress, http, postgres, shared, roles } = composition
  const { rateLimits, registration, publicUrl } = settings
  const holders = holdersOf(postgres, shared.calls)
  const stops: Stop[] = []
  const jobs: RunningJobs[] = []
  const run = async <Options, Schema>(service: Service<Options, Schema>, options: Options) => {
    const parts = partsOf<Schema>(composition, service, holders)
    if (parts.runner) jobs.push(parts.runner)
    stops.push(await service.start(parts, options))
    if (isServed(roles, service.name)) http.assertComplete(service.contract, service.name)
  }
  const stop = async () => {
    await Promise.all(jobs.map((one) => one.stop()))
    for (const one of stops.toReversed()) await one()
  }
  try {
    await run(keys, { directory: data.keys })
    await run(mail, {
      directory: data.path,
      publicUrl,
      smtpUrl: settings.smtpUrl,
      from: settings.mailFrom,
      record: egress.record,
    })
    await run(media, mediaOptions(composition))
    await run(accounts, {
      registration,
      publicUrl,
      rateLimits,
      leakedPasswords: join(data.path, leakedPasswordsFile),
    })
    await run(chat, { isAlone: composition.isAlone })
    await run(oauth, {
      publicUrl,
      openRegistration: settings.openClientRegistration,
      mount: (...given) => (isServed(roles, 'oauth') ? http.mount(...given) : undefined),
      egress: egress.egress,
    })
    await run(privacy, {
      graceDays: settings.erasureGraceDays,
      exportDelayHours: settings.exportDelayHours,
      holders,
    })
    await run(gateway, {
      publicUrl,
      rateLimits,
      secure: http.secure,
      onUpgrade: (path, take) => http.onUpgrade(path, take),
    })
    if (roles.has('worker')) await Promise.all(jobs.map((one) => one.start()))
  } catch (error) {
    await stop()
    throw error
  }
  return { holders, stop }
}

function mediaOptions(composition: Composition): MediaOptions {
  const { settings, egress } = composition
  return {
    blobs: blobsOf(composition),
    publicUrl: settings.publicUrl,
    limits: limitsOf(settings),
    ...(settings.linkPreviews && { previews: { record: egress.record } }),
  }
}

/** Ten of the largest files, as one message may have them, may wait. */
function limitsOf({ fileMegabytes }: Settings): FileLimits {
  const fileBytes = Math.floor(fileMegabytes * 1024 * 1024)
  return { fileBytes, waitingBytes: 10 * fileBytes }
}

function blobsOf({ settings, data, egress }: Composition): MediaOptions['blobs'] {
  if (settings.s3 === null) return { folder: data.blobs }
  return { s3: settings.s3, egress: egress.egress }
}

function holdersOf(postgres: PostgresServer, calls: Calls): DataHolder[] {
  const sealer = createSealer(calls.of(keysContract))
  return services.flatMap(({ name, catalogue }) =>
    catalogue === null ? [] : [{ name, catalogue, database: postgres.open(name), sealer }],
  )
}

function partsOf<Schema>(
  composition: Composition,
  service: Pick<Service, 'name'>,
  holders: readonly DataHolder[],
): Parts<Schema> & { readonly runner: RunningJobs | null } {
  const { shared, postgres, http, roles } = composition
  const log = shared.log.child({ service: service.name })
  const database = holders.find((holder) => holder.name === service.name)?.database ?? null
  const runner =
    database &&
    createJobs({ ...shared, service: service.name, database, connection: postgres.connection(service.name) })
  return {
    ...shared,
    log,
    roles,
    routes: isServed(roles, service.name) ? http.routesFor(service.name) : unserved,
    database: (database ?? absent(service.name, 'database')) as Database<Schema>,
    jobs: runner ?? absent(service.name, 'jobs'),
    runner,
  }
}

/** Processes without `api` answer nothing but where the socket is, and that only where it is. */
function isServed(roles: ReadonlySet<Role>, service: string): boolean {
  return roles.has('api') || roles.size === 0 || (service === 'gateway' && roles.has('gateway'))
}

/** What another process answers. */
const unserved: Routes = {
  answer: () => undefined,
  answerFile: () => undefined,
  answerForm: () => undefined,
  answerRanged: () => undefined,
  answerPublic: () => undefined,
}

/** Stands where a service that stores nothing would have a database; any use of it is a bug that names itself. */
function absent(service: string, what: string): never {
  const refuseUse = () => {
    throw new Error(`${service} stores nothing and has no ${what}`)
  }
  return new Proxy({}, { get: refuseUse, has: refuseUse }) as never
}
