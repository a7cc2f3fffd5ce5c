import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressOf, edgeRefusals, isUpload, prefixes, Refusal, z, type Call } from '../contract/index.ts'
import { admitCaller, admitOrigin, admitRequest, identify } from './admission.ts'
import { send, sendFault, sendFile, sendPublic } from './answer.ts'
import { callLimit } from './call-limit.ts'
import type { Edge } from './edge.ts'
import { EdgeExchange } from './exchange.ts'
import { inTime } from './in-time.ts'
import { incomingFile, letGo, mostArrivalMs } from './incoming-file.ts'
import { inputReader } from './input.ts'
import type { Exchange, FileAnswer, PublicFile } from './routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    exchange: EdgeExchange | null
  }
}

const defaultBodyLimit = 256 * 1024

/** What a handler may be, once its types are erased. */
export type Work = (input: never, exchange: Exchange) => unknown

/**
 * `value`: JSON in, JSON out. `upload`: a file in, JSON out. `file`: JSON in, a file out. `public`: bytes out that are
 * the same for everyone.
 */
export type RouteKind = 'value' | 'upload' | 'file' | 'public'

interface CallRoute {
  readonly edge: Edge
  readonly call: Call
  readonly work: Work
  readonly kind: RouteKind
}

/** Everything about a call that can be known before the first request. */
interface Prepared extends CallRoute {
  readonly read: ReturnType<typeof inputReader>
  readonly limit: ReturnType<typeof callLimit>
  readonly listed: ReadonlySet<string>
  readonly status: number
}

/** Lets a call be reached under every prefix of its protocol. */
export function addCallRoute(app: FastifyInstance, route: CallRoute): void {
  const { edge, call } = route
  if (route.kind === 'public' && call.caller !== 'anyone')
    throw new Error(`${call.name} is public and asks who calls`)
  const address = addressOf(call)
  const empty = call.output instanceof z.ZodVoid
  const prepared: Prepared = {
    ...route,
    read: inputReader(call),
    limit: callLimit(edge, call),
    listed: new Set(call.refuses.map((kind) => kind.code)),
    status: call.status ?? (empty ? 204 : 200),
  }
  const matched = { route: `${prefixes[call.protocol][0]}${address.path}`, protocol: call.protocol }
  for (const prefix of prefixes[call.protocol])
    app.route({
      method: address.method,
      url: `${prefix}${address.path}`,
      bodyLimit: call.bodyLimit ?? defaultBodyLimit,
      async onRequest(request, reply) {
        const exchange = new EdgeExchange(edge, { request: request.raw, response: reply.raw }, matched)
        request.exchange = exchange
        try {
          await inTime(admit(exchange, prepared), edge.patienceMs)
        } catch (error) {
          reply.hijack()
          sendFault(exchange, error, prepared.listed)
          letGo(exchange, call)
          return
        }
        if (!isUpload(call)) return
        // Before any body is read: what reads it is the handler.
        reply.hijack()
        await performUpload(prepared, request)
      },
      handler(request, reply) {
        reply.hijack()
        void perform(prepared, request)
      },
    })
}

async function admit(exchange: EdgeExchange, { call, kind }: CallRoute): Promise<void> {
  admitRequest(exchange)
  if (kind === 'public') return
  admitOrigin(exchange)
  await identify(exchange, call.caller)
  admitCaller(exchange, call.caller)
}

async function performUpload(prepared: Prepared, request: FastifyRequest): Promise<void> {
  const exchange = exchangeOf(request)
  try {
    exchange.upload = incomingFile(exchange, prepared.call)
  } catch (error) {
    sendFault(exchange, error, prepared.listed)
  }
  if (exchange.upload) await perform(prepared, request)
  letGo(exchange, prepared.call)
}

async function perform(prepared: Prepared, request: FastifyRequest): Promise<void> {
  const { edge, kind } = prepared
  const exchange = exchangeOf(request)
  try {
    const input = prepared.read({
      params: request.params as Record<string, string>,
      query: request.query as string,
      body: request.body,
    })
    prepared.limit?.(exchange)
    const patience = kind === 'upload' ? edge.patienceMs + mostArrivalMs : edge.patienceMs
    const output = await inTime(prepared.work(input as never, exchange), patience)
    if (kind === 'file') await sendFile(exchange, output as FileAnswer)
    else if (kind === 'public') sendPublic(exchange, output as PublicFile)
    else sendOutput(prepared, exchange, output)
  } catch (error) {
    sendFault(exchange, error, prepared.listed)
  }
}

/** Only what the contract declares leaves; an answer it does not describe is a bug, and none of it leaves. */
function sendOutput({ call, status }: Prepared, exchange: EdgeExchange, output: unknown): void {
  if (call.output instanceof z.ZodVoid) return send(exchange, { status })
  const checked = call.output.safeParse(output)
  if (!checked.success) {
    const { edge, route, requestId: request_id } = exchange
    const reason = `wrong at ${placeOf(checked.error.issues[0]?.path ?? [])}`
    edge.log.error('http.wrong_output', { call: call.name, route, request_id, reason })
    throw new Refusal(edgeRefusals.internal)
  }
  send(exchange, { status, mediaType: 'application/json', body: JSON.stringify(checked.data) })
}

/** Names of fields; what could be a key of a map, and so a value, is left out. */
function placeOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'string' && /^[a-z_]{1,40}$/i.test(step) ? step : '[]'))
  return steps.length === 0 ? 'the top' : steps.join('.')
}

export function exchangeOf(request: FastifyRequest): EdgeExchange {
  if (!request.exchange) throw new Error('this request has no exchange')
  return request.exchange
}
