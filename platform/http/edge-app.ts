import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { edgeRefusals, Refusal, type RefusalKind } from '../contract/index.ts'
import { admitRequest } from './admission.ts'
import { send, sendFault, type Answer } from './answer.ts'
import { boundaryOf, FormBody } from './body.ts'
import { exchangeOf } from './call-route.ts'
import type { Edge } from './edge.ts'
import { EdgeExchange } from './exchange.ts'
import { isApi, protocolOf, refuseUnknown, type Addresses } from './fallback.ts'
import { answerUnparsable, httpServer, type TlsFiles } from './listener.ts'
import type { Pages } from './pages.ts'

export interface AppOptions {
  readonly tls: TlsFiles | undefined
  readonly addresses: Addresses
  readonly pages: () => Pages | null
}

/** Fastify as we use it: its router and its reading of bodies. What is answered, and how, is ours. */
export function edgeApp(edge: Edge, options: AppOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    serverFactory: (listener) => httpServer(options.tls, listener),
    clientErrorHandler: (error, socket) => answerUnparsable(error, socket),
    rewriteUrl: (request) => withPlainAt(originForm(request.url ?? '/')),
    frameworkErrors: (error, request, reply) => answerFault(edge, { error, request, reply }),
    routerOptions: { querystringParser: (text: string) => text as never, maxParamLength: 200 },
  })
  app.decorateRequest('exchange', null)
  addBodyParsers(app)
  app.setErrorHandler((error, request, reply) => answerFault(edge, { error, request, reply }))
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done()
    reply.hijack()
    answerUnknown(newExchange(edge, request, reply), options)
  })
  app.setNotFoundHandler((request, reply) => answerFault(edge, { error: null, request, reply }))
  return app
}

/** What proxies are asked with a whole URL means its path here (RFC 9112, 3.2.2). */
function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const url = target.replace(/^https?:\/\/[^/?#]*/i, '')
  return url === '' || url.startsWith('?') ? `/${url}` : url
}

/** `@me` is part of routes, and clients that encode whatever they put into a path send `%40me` (RFC 3986, 6.2.2.2). */
function withPlainAt(target: string): string {
  const [path = '', ...query] = target.split('?')
  return [path.replaceAll('%40', '@'), ...query].join('?')
}

/** Bodies arrive as bytes: decoding them is the reader's, who knows what they should be. */
function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, body, done) => {
    const boundary = boundaryOf(request.headers['content-type'] ?? '')
    if (boundary === null) done(new Refusal(edgeRefusals.malformed_body))
    else done(null, new FormBody(body as Buffer, boundary))
  })
}

interface Faulty {
  readonly error: unknown
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

const none: ReadonlySet<string> = new Set()

function answerFault(edge: Edge, { error, request, reply }: Faulty): void {
  reply.hijack()
  const exchange = request.exchange ?? newExchange(edge, request, reply)
  sendFault(exchange, refusalOf(error) ?? error, none)
}

/** Fastify's own complaints about a request, as refusals. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal || !(error instanceof Error) || !('code' in error)) return null
  const kind = fastifyRefusals[String(error.code)]
  return kind ? new Refusal(kind) : null
}

const fastifyRefusals: Readonly<Record<string, RefusalKind>> = {
  FST_ERR_BAD_URL: edgeRefusals.invalid_input,
  FST_ERR_MAX_PARAM_LENGTH: edgeRefusals.address_too_long,
  FST_ERR_CTP_BODY_TOO_LARGE: edgeRefusals.body_too_large,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: edgeRefusals.unsupported_media_type,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: edgeRefusals.malformed_body,
  ECONNRESET: edgeRefusals.malformed_body,
}

function newExchange(edge: Edge, request: FastifyRequest, reply: FastifyReply): EdgeExchange {
  const protocol = protocolOf(request.raw.url ?? '/')
  const exchange = new EdgeExchange(
    edge,
    { request: request.raw, response: reply.raw },
    { route: 'none', protocol },
  )
  request.exchange = exchange
  return exchange
}

function answerUnknown(exchange: EdgeExchange, options: AppOptions): void {
  try {
    admitRequest(exchange)
    const { method, url = '/' } = exchange.request
    const reads = method === 'GET' || method === 'HEAD'
    const page = reads && !isApi(url) ? pageAnswer(exchange, options) : null
    if (page) send(exchange, page)
    else refuseUnknown(exchange, options.addresses)
  } catch (error) {
    sendFault(exchange, error, none)
  }
}

/** A page that a proxy got by plain HTTP is asked for again by HTTPS, where its cookies are. */
function pageAnswer(exchange: EdgeExchange, options: AppOptions): Answer | null {
  const { edge, request } = exchange
  const insecure = edge.secure && exchange.forwardedProtocol === 'http'
  if (!insecure) return options.pages()?.answer(exchange) ?? null
  exchange.setHeader('location', `${edge.publicOrigin}${request.url}`)
  return { status: 308 }
}

/** Something at a fixed path that is not a call: a probe, a description, a file other programs look for. */
export interface Document {
  readonly answer: (exchange: EdgeExchange) => Promise<Answer> | Answer
  /** Whether it counts against the limit by address; on unless said otherwise. */
  readonly limited?: boolean
}

export function addDocument(
  app: FastifyInstance,
  { edge, path, document }: { edge: Edge; path: string; document: Document },
): void {
  app.get(path, {
    onRequest(request, reply, done) {
      request.exchange = new EdgeExchange(
        edge,
        { request: request.raw, response: reply.raw },
        { route: path, protocol: protocolOf(path) },
      )
      done()
    },
    handler(request, reply) {
      reply.hijack()
      void answerDocument(exchangeOf(request), document)
    },
  })
}

async function answerDocument(exchange: EdgeExchange, document: Document): Promise<void> {
  try {
    if (document.limited !== false) admitRequest(exchange)
    send(exchange, await document.answer(exchange))
  } catch (error) {
    sendFault(exchange, error, none)
  }
}
