import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { isCall, isUpload, type Call, type Secret } from '../contract/index.ts'
import type { Clock } from '../ids/index.ts'
import type { Log } from '../log/index.ts'
import { durationBuckets, type Metrics } from '../metrics/index.ts'
import { botRule, generalRule, invalidRule } from './admission.ts'
import { callLimit } from './call-limit.ts'
import { addCallRoute, type RouteKind, type Work } from './call-route.ts'
import { clientHop } from './client-address.ts'
import { cookieName } from './cookies.ts'
import { limitConnections, mostConnections } from './connection-limit.ts'
import type { Edge } from './edge.ts'
import { Addresses } from './fallback.ts'
import { edgeApp, addDocument, type Document } from './edge-app.ts'
import { listenerFor, type Listener, type TlsFiles } from './listener.ts'
import { addMount, type AddressLimit, type MountLine, type TakeRequest } from './mount.ts'
import { Origins } from './origins.ts'
import { OutageLog } from './outage-log.ts'
import { createPages, type PageOptions, type Pages } from './pages.ts'
import { askedTogether, health, metricsText, readiness, type Readiness } from './probes.ts'
import type { Authenticate, FormReception, Routes } from './routes.ts'
import { apiHeaders } from './security-headers.ts'
import { ownBuckets, type MakeBuckets } from './shared-buckets.ts'
import { answerUpgrade, type TakeUpgrade } from './upgrade.ts'

export interface HttpOptions {
  /** The origin people see. `https:` makes cookies secure and sends HSTS. */
  readonly publicUrl: string
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly tls?: TlsFiles | undefined
  /** Addresses and networks whose `Forwarded` and `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[]
  readonly rateLimits: boolean
  /** What limits are counted in; this process's own unless said otherwise. */
  readonly buckets?: MakeBuckets
  readonly authenticate: Authenticate
  /** The name of the session's cookie, before its prefix; `session` unless said otherwise. */
  readonly sessionCookie?: string
  /** Whether an error means that the database cannot be reached: answered with 503. */
  readonly isUnavailable?: (error: unknown) => boolean
  /** How long a call may take before it is refused; 20 s unless said otherwise. */
  readonly patienceMs?: number
  /** Lets whoever sends it read `/metrics` from anywhere. */
  readonly metricsToken?: Secret | undefined
  readonly log: Log
  readonly metrics: Metrics
  readonly clock: Clock
}

/** The HTTP edge of one process: every way in but the operator's own. */
export interface Http {
  /** Whether people reach us over HTTPS. */
  readonly secure: boolean
  /** Where one service answers its calls. */
  routesFor(service: string): Routes
  /** Throws, naming it, when a call of this contract that has an address was not answered. */
  assertComplete(contract: object, service: string): void
  /** Serves the web client at every path that nothing else answers. */
  page(options: PageOptions): void
  /** Serves a document that is the same for everyone. */
  document(path: string, document: Document): void
  /** Hands requests of these methods and paths over whole. The general limit counts them too, beside `limit`. */
  mount(lines: readonly MountLine[], take: TakeRequest, limit?: AddressLimit): void
  /** Takes WebSocket upgrades of one path. */
  onUpgrade(path: string, take: TakeUpgrade): void
  /** What `/readyz` asks; until this is said it answers 503. */
  setReady(check: Readiness): void
  /** Makes a request without a socket. For tests. */
  inject(request: InjectOptions | string): Promise<LightMyRequestResponse>
  /** Gives the port. */
  listen(): Promise<number>
  /** Stops accepting and waits up to 5 s for what is being answered. */
  close(): Promise<void>
}

const graceMs = 5000
const usualPatienceMs = 20_000

export function createHttp(options: HttpOptions): Http {
  return new EdgeServer(options)
}

class EdgeServer implements Http {
  readonly #options: HttpOptions
  readonly #edge: Edge
  readonly #app: FastifyInstance
  readonly #listener: Listener
  readonly #addresses = new Addresses()
  readonly #answered = new Set<string>()
  readonly #upgrades = new Map<string, TakeUpgrade>()
  #pages: Pages | null = null
  #ready: Readiness = async () => 'starting'

  constructor(options: HttpOptions) {
    const publicUrl = new URL(options.publicUrl)
    this.#options = options
    this.#edge = edgeOf(options, publicUrl)
    this.#app = edgeApp(this.#edge, {
      tls: options.tls,
      addresses: this.#addresses,
      pages: () => this.#pages,
    })
    this.#listener = listenerFor(this.#app.server, options.tls ? publicUrl.origin : null)
    if (options.rateLimits) limitConnections(this.#app.server, { most: mostConnections, ...options })
    this.#app.server.on('upgrade', (request, socket, head) => {
      void answerUpgrade(this.#edge, this.#upgrades, { request, socket, head })
    })
    this.#addProbes()
  }

  get secure(): boolean {
    return this.#edge.secure
  }

  routesFor(_service: string): Routes {
    return {
      answer: (call, handler) => this.#answer(call, handler, isUpload(call) ? 'upload' : 'value'),
      answerForm: (call, reception, handler) => {
        if (call.files === undefined) throw new Error(`${call.name} declares no files`)
        this.#answer(call, handler, 'form', reception)
      },
      answerRanged: (call, handler) => this.#answer(call, handler, 'ranged'),
      answerFile: (call, handler) => this.#answer(call, handler, 'file'),
      answerPublic: (call, handler) => this.#answer(call, handler, 'public'),
    }
  }

  assertComplete(contract: object, service: string): void {
    const missing = Object.values(contract)
      .filter((value): value is Call => isCall(value) && value.http !== undefined)
      .filter((call) => !this.#answered.has(call.name))
      .map((call) => call.name)
    if (missing.length > 0) throw new Error(`${service} does not answer ${missing.join(', ')}`)
  }

  page(options: PageOptions): void {
    this.#pages = createPages(options)
  }

  document(path: string, document: Document): void {
    this.#addresses.add('GET', path)
    addDocument(this.#app, { edge: this.#edge, path, document })
  }

  mount(lines: readonly MountLine[], take: TakeRequest, given?: AddressLimit): void {
    const limit = callLimit(this.#edge, {
      name: lines.join(),
      protocol: 'alles',
      ...(given && { limit: given }),
    })
    for (const line of lines) addMount(this.#app, this.#addresses, { edge: this.#edge, line, take, limit })
  }

  onUpgrade(path: string, take: TakeUpgrade): void {
    this.#upgrades.set(path, take)
  }

  setReady(check: Readiness): void {
    this.#ready = askedTogether(check)
  }

  inject(request: InjectOptions | string): Promise<LightMyRequestResponse> {
    return this.#app.inject(request)
  }

  async listen(): Promise<number> {
    await this.#app.ready()
    const port = await this.#listener.listen(this.#options.port, this.#options.host)
    this.#edge.origins.listeningOn(port, this.#options.tls ? 'https:' : 'http:')
    return port
  }

  async close(): Promise<void> {
    this.#edge.closing = true
    await this.#listener.close(graceMs)
    await this.#app.close()
  }

  // oxlint-disable-next-line max-params -- what a route is made of
  #answer(call: Call, work: Work, kind: RouteKind, reception?: FormReception<unknown>): void {
    if (call.files !== undefined && !reception) throw new Error(`${call.name} takes forms: use answerForm`)
    if (this.#answered.has(call.name)) throw new Error(`${call.name} is answered twice`)
    this.#addresses.addCall(call)
    addCallRoute(this.#app, { edge: this.#edge, call, work, kind, ...(reception && { reception }) })
    this.#answered.add(call.name)
  }

  #addProbes(): void {
    const { metrics, metricsToken } = this.#options
    this.document('/healthz', { answer: async () => health(), limited: false })
    this.document('/readyz', { answer: () => readiness(this.#ready), limited: false })
    this.document('/metrics', {
      answer: (exchange) => metricsText(exchange, metrics, metricsToken),
      limited: false,
    })
  }
}

function edgeOf(options: HttpOptions, publicUrl: URL): Edge {
  const secure = publicUrl.protocol === 'https:' || options.tls !== undefined
  const buckets = options.buckets ?? ownBuckets(options.clock)
  return {
    secure,
    publicOrigin: publicUrl.origin,
    origins: new Origins(publicUrl),
    hop: clientHop(options.trustedProxies),
    authenticate: options.authenticate,
    sessionCookie: cookieName(options.sessionCookie ?? 'session', secure),
    general: options.rateLimits ? buckets('any call', generalRule) : null,
    bots: options.rateLimits ? buckets('calls of bots', botRule) : null,
    invalid: options.rateLimits ? buckets('calls in vain', invalidRule) : null,
    buckets,
    rateLimits: options.rateLimits,
    isUnavailable: options.isUnavailable ?? (() => false),
    durations: options.metrics.histogram(
      'http_request_seconds',
      'Time from the first byte of a request to the last of its answer.',
      durationBuckets,
      ['route', 'method', 'status'],
    ),
    headers: apiHeaders(secure),
    clock: options.clock,
    log: options.log,
    outages: new OutageLog(options.log),
    patienceMs: options.patienceMs ?? usualPatienceMs,
    closing: false,
  }
}
