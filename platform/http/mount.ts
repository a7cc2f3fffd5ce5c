import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Limit } from '../contract/index.ts'
import { admitRequest, identify } from './admission.ts'
import { sendFault, watchFinish } from './answer.ts'
import type { callLimit } from './call-limit.ts'
import type { Edge } from './edge.ts'
import { EdgeExchange } from './exchange.ts'
import { protocolOf, type Addresses } from './fallback.ts'
import type { Exchange } from './routes.ts'

/**
 * Answers requests that speak a protocol of their own: reads the body and writes the answer itself. The headers every
 * answer has are set already and may be replaced. What it throws before it has answered is answered as a bug of ours.
 */
export type TakeRequest = (taken: {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Who calls, where the request says so in our own way; cookies that are set here go out with the answer. */
  readonly exchange: Exchange
}) => Promise<void>

/** `GET /path/:name`: one method, one path. */
export type MountLine = `${'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'} /${string}`

/** How much of it one address may have. */
export type AddressLimit = Limit & { readonly by: 'address' }

interface Mount {
  readonly edge: Edge
  readonly line: MountLine
  readonly take: TakeRequest
  readonly limit: ReturnType<typeof callLimit>
}

/** Any origin may send here: whoever takes the request decides which of them may read the answer. */
export function addMount(app: FastifyInstance, addresses: Addresses, { edge, line, ...mount }: Mount): void {
  const [method = '', path = ''] = line.split(' ')
  addresses.add(method, path)
  app.route({
    method,
    url: path,
    // Before anything reads the body: it is whole when the taker gets it.
    onRequest(request, reply) {
      reply.hijack()
      const raw = { request: request.raw, response: reply.raw }
      void answerMounted(new MountedExchange(edge, raw, { route: path, protocol: protocolOf(path) }), mount)
    },
    handler() {
      throw new Error('a mounted request was answered before this')
    },
  })
}

/** Its cookies are written at once: the answer is not ours to send. */
class MountedExchange extends EdgeExchange {
  override setCookie(...given: Parameters<EdgeExchange['setCookie']>): void {
    super.setCookie(...given)
    this.response.setHeader('set-cookie', [...this.cookies])
  }

  override setHeader(name: string, value: string): void {
    super.setHeader(name, value)
    this.response.setHeader(name, value)
  }
}

async function answerMounted(
  exchange: MountedExchange,
  { take, limit }: Pick<Mount, 'take' | 'limit'>,
): Promise<void> {
  const { request, response, edge } = exchange
  let stopCounting: (() => void) | null = null
  try {
    admitRequest(exchange)
    limit?.(exchange)
    await identify(exchange, 'anyone')
    for (let at = 0; at < edge.headers.length; at += 2)
      response.setHeader(edge.headers[at] ?? '', edge.headers[at + 1] ?? '')
    response.setHeader('x-request-id', exchange.requestId)
    response.setHeader('cache-control', 'no-store')
    if (edge.closing) response.setHeader('connection', 'close')
    stopCounting = watchFinish(exchange)
    await take({ request, response, exchange })
  } catch (error) {
    if (!response.headersSent) stopCounting?.()
    sendFault(exchange, error, new Set())
  }
}
