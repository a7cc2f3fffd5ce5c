import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressOf, edgeRefusals, isUpload, prefixes, Refusal, z, type Call } from '../contract/index.ts'
import { admitBot, admitCaller, admitOrigin, admitRequest, identify } from './admission.ts'
import { send, sendFault, sendFile, sendPublic, sendRanged } from './answer.ts'
import { callLimit } from './call-limit.ts'
import type { Edge } from './edge.ts'
import { EdgeExchange } from './exchange.ts'
import { inTime } from './in-time.ts'
import { incomingFile, letGo, mostArrivalMs } from './incoming-file.ts'
import { isForm, takeForm } from './incoming-form.ts'
import { inputReader } from './input.ts'
import { ReadyJson } from './ready-json.ts'
import type { Exchange, FileAnswer, FormReception, PublicFile, RangedFile } from './routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    exchange: EdgeExchange | null
  }
}

const defaultBodyLimit = 256 * 1024

/** What a handler may be, once its types are erased. */
export type Work = (input: never, exchange: Exchange, files: readonly never[]) => unknown

/**
 * `value`: JSON in, JSON out. `upload`: a file in, JSON out. `form`: JSON or a form with files in, JSON out. `file`: JSON
 * in, a file out. `ranged`: a file of which parts may be asked for. `public`: bytes out that are the same for everyone.
 */
export type RouteKind = 'value' | 'upload' | 'form' | 'file' | 'ranged' | 'public'

interface CallRoute {
  readonly edge: Edge
  readonly call: Call
  readonly work: Work
  readonly kind: RouteKind
  /** Of forms. */
  readonly reception?: FormReception<unknown>
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
    limit: callLimit(edge, { ...call, path: address.path }),
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
          letGoOfBody(exchange, prepared)
          return
        }
        const form = prepared.reception !== undefined && isForm(exchange)
        if (!isUpload(call) && !form) return
        // Before any body is read: what reads it is the handler.
        reply.hijack()
        if (form) await performForm(prepared, request)
        else await performUpload(prepared, request)
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
  admitBot(exchange)
}

async function performUpload(prepared: Prepared, request: FastifyRequest): Promise<void> {
  const exchange = exchangeOf(request)
  try {
    exchange.upload = incomingFile(exchange, prepared.call)
  } catch (error) {
    sendFault(exchange, error, prepared.listed)
  }
  if (exchange.upload) await perform(prepared, request)
  letGoOfBody(exchange, prepared)
}

function letGoOfBody(exchange: EdgeExchange, { call, reception }: CallRoute): void {
  const most = isUpload(call) ? call.bodyLimit : reception?.mostBytes
  if (most !== undefined) letGo(exchange, most)
}

/** Files arrive before the rest is understood: they are received first, and let go of where the rest is refused. */
async function performForm(prepared: Prepared, request: FastifyRequest): Promise<void> {
  const { edge, call, reception } = prepared
  const exchange = exchangeOf(request)
  const params = request.params as Record<string, string>
  try {
    if (!reception) throw new Error(`${call.name} takes no form`)
    prepared.limit?.(exchange)
    await inTime(reception.admit(params, exchange), edge.patienceMs)
    const { body, received } = await takeForm({ exchange, call, reception })
    try {
      const input = prepared.read({ params, query: request.query as string, body })
      const output = await inTime(
        prepared.work(input as never, exchange, received as never[]),
        edge.patienceMs,
      )
      sendOutput(prepared, exchange, output)
    } catch (error) {
      await reception.discard(received, exchange)
      throw error
    }
  } catch (error) {
    sendFault(exchange, error, prepared.listed)
  }
  letGoOfBody(exchange, prepared)
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
    prepared.limit?.(exchange, request.params as Record<string, string>)
    const patience = kind === 'upload' ? edge.patienceMs + mostArrivalMs : edge.patienceMs
    const output = await inTime(prepared.work(input as never, exchange, []), patience)
    if (kind === 'file') await sendFile(exchange, output as FileAnswer)
    else if (kind === 'ranged') await sendRanged(exchange, output as RangedFile)
    else if (kind === 'public') sendPublic(exchange, output as PublicFile)
    else sendOutput(prepared, exchange, output)
  } catch (error) {
    sendFault(exchange, error, prepared.listed)
  }
}

/** Only what the contract declares leaves; an answer it does not describe is a bug, and none of it leaves. */
function sendOutput({ call, status }: Prepared, exchange: EdgeExchange, output: unknown): void {
  if (call.output instanceof z.ZodVoid) return send(exchange, { status })
  if (output instanceof ReadyJson)
    return send(exchange, { status, mediaType: 'application/json', body: output.bytes })
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
