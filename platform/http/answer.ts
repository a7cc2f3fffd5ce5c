import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { edgeRefusals, Refusal } from '../contract/index.ts'
import { limitKey } from './client-address.ts'
import type { EdgeExchange } from './exchange.ts'
import { refusalAnswer } from './refusal-shapes.ts'
import type { FileAnswer, PublicFile, RangedFile } from './routes.ts'
import { byteRange } from './byte-range.ts'
import { downloadHeaders, publicFileHeaders, type HeaderList } from './security-headers.ts'

export interface Answer {
  readonly status: number
  /** Absent where there is no body. */
  readonly mediaType?: string | undefined
  readonly body?: string | Buffer | undefined
  /** Instead of the headers of an API's answer. */
  readonly headers?: HeaderList | undefined
  /** `Cache-Control` of what is the same for everyone; all else is not stored. */
  readonly cache?: string | undefined
}

/** Sends an answer whole. The only way out for everything but files. */
export function send(exchange: EdgeExchange, answer: Answer): void {
  const { response } = exchange
  if (response.headersSent || response.destroyed) return
  const { body } = answer
  const headers = headersOf(exchange, answer)
  const bytes = body === undefined ? 0 : Buffer.byteLength(body)
  if (body !== undefined && answer.mediaType !== undefined) headers.push('content-type', answer.mediaType)
  if (answer.status !== 204 && answer.status !== 304) headers.push('content-length', String(bytes))
  response.writeHead(answer.status, headers)
  // Text of one byte a letter is written without encoding it once more.
  if (typeof body === 'string') response.end(body, bytes === body.length ? 'latin1' : 'utf8')
  else response.end(body)
  finished(exchange, answer.status)
}

/** Sends a file as it is read. A file that breaks off breaks the connection off, so that nobody takes half for whole. */
export async function sendFile(exchange: EdgeExchange, file: FileAnswer): Promise<void> {
  const { response } = exchange
  const headers = headersOf(exchange, { status: 200 })
  headers.push(
    'content-type',
    file.mediaType,
    'content-disposition',
    `attachment; ${namedFile(file.fileName)}`,
  )
  response.writeHead(200, headers)
  await pour(exchange, file.stream)
  finished(exchange, 200)
}

/** A file's name as RFC 6266 writes it. */
function namedFile(fileName: string): string {
  const name = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `filename*=UTF-8''${name}`
}

async function pour(exchange: EdgeExchange, stream: NodeJS.ReadableStream): Promise<void> {
  try {
    await pipeline(stream, exchange.response)
  } catch (error) {
    const { edge, route, requestId: request_id } = exchange
    edge.log.warn('http.file_broken_off', { route, request_id, error })
  }
}

/** Sends a file, or the part of it that is asked for (RFC 9110, 14.2), to whoever has its address. */
export async function sendRanged(exchange: EdgeExchange, file: RangedFile): Promise<void> {
  const { response, request } = exchange
  const tag = `"${file.tag}"`
  const disposition = `${file.inline ? 'inline' : 'attachment'}; ${namedFile(file.fileName)}`
  const shared = {
    headers: downloadHeaders(exchange.edge.secure, disposition),
    cache: `private, max-age=${file.maxAgeSeconds}`,
  }
  exchange.setHeader('etag', tag)
  exchange.setHeader('accept-ranges', 'bytes')
  if (hasTag(exchange.header('if-none-match'), tag)) return send(exchange, { ...shared, status: 304 })
  const condition = exchange.header('if-range')
  const wish = condition === undefined || condition === tag ? exchange.header('range') : undefined
  const range = byteRange(wish, file.bytes)
  if (range === 'unsatisfiable') {
    exchange.setHeader('content-range', `bytes */${file.bytes}`)
    throw new Refusal(edgeRefusals.range_not_satisfiable)
  }
  const { from, to } = range ?? { from: 0, to: file.bytes }
  const status = range ? 206 : 200
  if (range) exchange.setHeader('content-range', `bytes ${from}-${to - 1}/${file.bytes}`)
  const headers = headersOf(exchange, { ...shared, status })
  headers.push('content-type', file.mediaType, 'content-length', String(to - from))
  response.writeHead(status, headers)
  if (request.method === 'HEAD') response.end()
  else await pour(exchange, Readable.from(file.read(from, to), { objectMode: false }))
  finished(exchange, status)
}

function hasTag(header: string | undefined, tag: string): boolean {
  const known = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known.includes(tag) || known.includes('*')
}

/** Sends what is the same for everyone; whoever has these bytes already is told so (RFC 9110, 13.1.2). */
export function sendPublic(exchange: EdgeExchange, file: PublicFile): void {
  const tag = `"${file.tag}"`
  exchange.setHeader('etag', tag)
  const shared = {
    headers: publicFileHeaders(exchange.edge.secure),
    cache: `public, max-age=${file.maxAgeSeconds}, immutable`,
  }
  if (hasTag(exchange.header('if-none-match'), tag)) return send(exchange, { ...shared, status: 304 })
  const { buffer, byteOffset, byteLength } = file.bytes
  const body = Buffer.from(buffer, byteOffset, byteLength)
  send(exchange, { ...shared, status: 200, mediaType: file.mediaType, body })
}

/** Answers whatever was thrown: refusals in the protocol's shape, everything else as a bug of ours. */
export function sendFault(exchange: EdgeExchange, error: unknown, listed: ReadonlySet<string>): void {
  const refusal = refusalFor(exchange, error, listed)
  const { retryAfter } = refusal.details
  if (retryAfter !== undefined) exchange.setHeader('retry-after', String(Math.max(1, Math.ceil(retryAfter))))
  if (inVain.has(refusal.kind.status)) exchange.edge.invalid?.take(limitKey(exchange.address))
  send(exchange, refusalAnswer(exchange.protocol, refusal, exchange.requestId))
}

const inVain: ReadonlySet<number> = new Set([401, 403, 429])

function refusalFor(exchange: EdgeExchange, error: unknown, listed: ReadonlySet<string>): Refusal {
  const { edge, route, requestId: request_id } = exchange
  if (error instanceof Refusal) {
    const { code } = error.kind
    if (code === edgeRefusals.no_answer.code) edge.outages.met({ route, request_id, error })
    if (code in edgeRefusals || listed.has(code)) return error
    edge.log.error('http.unlisted_refusal', { route, request_id, code, error })
    return new Refusal(edgeRefusals.internal)
  }
  if (edge.isUnavailable(error)) {
    edge.outages.met({ route, request_id, error })
    return new Refusal(edgeRefusals.unavailable, { retryAfter: 1 })
  }
  edge.log.error('http.bug', { route, request_id, error })
  return new Refusal(edgeRefusals.internal)
}

/** Names and values in turn, as Node takes them fastest. */
function headersOf(exchange: EdgeExchange, answer: Answer): string[] {
  const { edge, extra } = exchange
  const headers = [...(answer.headers ?? edge.headers), 'x-request-id', exchange.requestId]
  let cache = answer.cache
  for (const [name, value] of extra)
    if (name === 'cache-control') cache ??= storable(exchange) ? value : undefined
    else headers.push(name, value)
  headers.push('cache-control', cache ?? 'no-store')
  for (const cookie of exchange.cookies) headers.push('set-cookie', cookie)
  if (edge.closing) headers.push('connection', 'close')
  return headers
}

/** What was answered to somebody is never kept by a cache. */
function storable(exchange: EdgeExchange): boolean {
  return exchange.caller === null && !exchange.carriesCredential
}

/** Counts an answer that somebody else writes, once it is out. What it answers stops that: the answer is ours after all. */
export function watchFinish(exchange: EdgeExchange): () => void {
  const { response } = exchange
  const count = () => finished(exchange, response.statusCode)
  response.once('finish', count)
  return () => response.off('finish', count)
}

function finished(exchange: EdgeExchange, status: number): void {
  const { edge, route } = exchange
  const ms = performance.now() - exchange.startedAt
  const method = exchange.request.method ?? ''
  edge.durations.observe(ms / 1000, { route, method, status: statusClass(status) })
  edge.log.debug('http.request', { route, method, status, ms, request_id: exchange.requestId })
}

function statusClass(status: number): string {
  return `${Math.floor(status / 100)}xx`
}
