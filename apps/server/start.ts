import { createServer } from 'node:net'
import { createListeners } from '@alles/platform/events'
import { createHttp, sharedBuckets, type Http } from '@alles/platform/http'
import { createIds, randomBelow, systemClock } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import {
  connectServer,
  isUnavailable,
  parsePostgresUrl,
  startEmbedded,
  type PostgresServer,
} from '@alles/platform/postgres'
import { createCalls } from '@alles/platform/service'
import { createAuthenticate } from './authenticate.ts'
import { CannotStart } from './cannot-start.ts'
import { listenForOperator, type Operated } from './control/index.ts'
import { openDataDirectory, type DataDirectory } from './data-directory.ts'
import { describeApi } from './describe-api.ts'
import { examine } from './doctor.ts'
import { openEgress } from './egress.ts'
import { noNeighbours, spokenNeighbours, watchNeighbours, type Neighbours } from './neighbours.ts'
import { openBus } from './open-bus.ts'
import { services } from './services.ts'
import type { Settings } from './settings.ts'
import { startServices } from './start-services.ts'
import { webClient } from './web-client.ts'

/** `serve`: everything. `operate`: the parts without a way in, for one command of the operator's tool. */
export type Mode = 'serve' | 'operate'

export interface Running {
  readonly operated: Operated
  /** Ends everything in the opposite order. May be called again. */
  stop(): Promise<void>
}

type Closer = () => Promise<unknown>

/**
 * Starts a process: data directory, database, services, then the ways in. Throws `CannotStart`, or another error whose
 * sentence `sentenceOf` gives, when something outside is not as it must be; what had started has been stopped then.
 */
export async function start(settings: Settings, log: Log, mode: Mode): Promise<Running> {
  const closers: Closer[] = []
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= closeAll(closers, log))
  try {
    return { operated: await startParts({ settings, log, mode, closers }), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Starting {
  readonly settings: Settings
  readonly log: Log
  readonly mode: Mode
  readonly closers: Closer[]
}

async function startParts(starting: Starting): Promise<Operated> {
  const { settings, log, mode, closers } = starting
  if (mode === 'serve') await requireFreePort(settings)
  const data = await openDataDirectory(settings.dataDirectory, settings.postgresUrl !== undefined)
  closers.push(() => data.release())
  const postgres = await openPostgres(starting, data)
  await postgres.prepare(services)
  const metrics = createMetrics()
  const bus = await openBus({ settings, postgres, log, metrics })
  closers.push(() => bus.close())
  const calls = createCalls()
  const clock = systemClock
  const neighbours = await findNeighbours(starting, postgres)
  const http = createHttp({
    ...settings,
    tls: settings.tls ?? undefined,
    authenticate: createAuthenticate(calls),
    isUnavailable,
    ...(settings.nats && { buckets: sharedBuckets(clock, bus) }),
    log,
    metrics,
    clock,
  })
  const egress = await openEgress({ settings, folder: data.ledgers, log, metrics, clock })
  closers.push(() => egress.close())
  const started = await startServices({
    settings,
    egress,
    data,
    postgres,
    http,
    isAlone: neighbours.isAlone,
    roles: mode === 'serve' ? settings.roles : new Set(),
    shared: {
      calls,
      bus,
      listeners: createListeners(),
      ids: createIds(clock, await postgres.claimWorker(), randomBelow),
      clock,
      metrics,
      log,
    },
  })
  closers.push(started.stop)
  // From here on nothing that others change is missed.
  await bus.settled()
  const operated: Operated = {
    calls,
    doctor: () => examine({ data, postgres, bus, holders: started.holders, calls, clock }),
  }
  if (mode === 'serve') await openWaysIn(starting, { http, postgres, data, operated })
  return operated
}

/** Only with a PostgreSQL of its own may several processes run; without NATS they do not hear of each other. */
async function findNeighbours(
  { settings, log, closers }: Starting,
  postgres: PostgresServer,
): Promise<Neighbours> {
  if (!settings.postgresUrl) return noNeighbours
  if (settings.nats) return spokenNeighbours
  const neighbours = await watchNeighbours(() => postgres.isAlone(), log)
  closers.push(async () => neighbours.stop())
  return neighbours
}

async function openPostgres(
  { settings, log, closers }: Starting,
  data: DataDirectory,
): Promise<PostgresServer> {
  const embedded = settings.postgresUrl ? null : await startEmbedded({ directory: data.postgres, log })
  if (embedded) closers.push(() => embedded.stop())
  const admin = embedded?.admin ?? parsePostgresUrl(settings.postgresUrl?.reveal() ?? '')
  const postgres = await connectServer({ admin, passwordsFile: data.postgresRoles, log })
  closers.push(() => postgres.close())
  return postgres
}

interface Ways {
  readonly http: Http
  readonly postgres: PostgresServer
  readonly data: DataDirectory
  readonly operated: Operated
}

async function openWaysIn({ settings, log, closers }: Starting, ways: Ways): Promise<void> {
  const { http, postgres, data, operated } = ways
  if (settings.roles.has('api')) await serveClient(http, log)
  http.setReady(async () => {
    try {
      await postgres.admin`select 1`
      return null
    } catch {
      return 'the database cannot be reached'
    }
  })
  if (!settings.rateLimits) log.warn('rate_limits.off', { reason: 'only for benchmarks' })
  await http.listen()
  closers.push(() => http.close())
  closers.push(await listenForOperator(data.controlSocket, operated, log))
}

/** The web client, and what describes the API to other clients. */
async function serveClient(http: Http, log: Log): Promise<void> {
  const description = JSON.stringify(describeApi())
  http.document('/api/openapi.json', {
    answer: async () => ({ status: 200, mediaType: 'application/json', body: description }),
  })
  const client = await webClient()
  if (client) http.page(client)
  else log.warn('web_client.missing', { reason: 'apps/web has not been built' })
}

/** Asks before anything is touched; the real listening comes last. */
function requireFreePort(settings: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portSentence(settings, error)))
    probe.listen(settings.port, settings.host, () => probe.close(() => resolve()))
  })
}

function portSentence(settings: Settings, error: NodeJS.ErrnoException): CannotStart {
  const place = `port ${settings.port} of ${settings.host}`
  if (error.code === 'EADDRINUSE')
    return new CannotStart(
      `Something else listens on ${place} already; stop it, or set ALLES_PORT to another port.`,
    )
  if (error.code === 'EACCES')
    return new CannotStart(`This user may not listen on ${place}; set ALLES_PORT to a port above 1023.`)
  return new CannotStart(
    `It is not possible to listen on ${place} (${error.code}); set ALLES_HOST to an address of this machine.`,
  )
}

/** Each is tried, whatever became of the others. */
async function closeAll(closers: readonly Closer[], log: Log): Promise<void> {
  for (const close of closers.toReversed())
    await close().catch((error: unknown) => log.error('stop.failed', { error }))
}
