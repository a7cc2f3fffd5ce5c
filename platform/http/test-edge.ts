import { once } from 'node:events'
import { connect } from 'node:net'
import { command, defineRefusals, query, Secret, Snowflake, z } from '../contract/index.ts'
import type { Clock } from '../ids/index.ts'
import { createLog } from '../log/index.ts'
import { createMetrics } from '../metrics/index.ts'
import { createHttp, type Http, type HttpOptions } from './http.ts'
import type { Caller, Exchange, FileAnswer } from './routes.ts'

/** A small contract with one call of each kind there is. */
export const refusals = defineRefusals({
  unknown_thing: { status: 404, discord: 10099, sentence: 'There is no such thing.' },
  unlisted: { status: 409, discord: 10098, sentence: 'This is in no contract.' },
})

const Thing = z.object({ id: Snowflake, title: z.string() })

export const makeThing = command('things.make', {
  about: 'Makes a thing.',
  http: 'POST /boxes/:boxId/things',
  caller: 'anyone',
  input: z.object({ boxId: Snowflake, title: z.string().max(10), size: z.int().min(1).max(9).optional() }),
  output: Thing,
  status: 201,
  refuses: [refusals.unknown_thing],
})
export const listThings = query('things.list', {
  about: 'Lists things.',
  http: 'GET /boxes/:boxId/things',
  caller: 'account',
  input: z.object({ boxId: Snowflake, limit: z.coerce.number().int().max(100).default(50) }),
  output: z.array(Thing),
})
export const removeThing = command('things.remove', {
  about: 'Removes a thing.',
  http: 'DELETE /things/:id',
  caller: 'person',
  input: z.object({ id: Snowflake }),
  output: z.void(),
})
export const burnThings = command('things.burn', {
  about: 'Removes all things.',
  http: 'POST /things/burn',
  caller: 'fresh-person',
  input: z.object({}),
  output: z.void(),
})
export const countThings = query('things.count', {
  about: 'Counts things.',
  http: 'GET /things/count',
  caller: 'administrator',
  input: z.object({}),
  output: z.object({ count: z.int() }),
})
export const saveThing = query('things.save', {
  about: 'A thing as a file.',
  http: 'GET /things/:id/file',
  caller: 'account',
  input: z.object({ id: Snowflake }),
  output: z.custom<FileAnswer>(),
})
export const sendNote = command('notes.send', {
  about: 'Sends a note.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/notes',
  caller: 'account',
  input: z.object({
    channelId: Snowflake,
    content: z.string().max(20),
    embed: z.object({ fields: z.array(z.object({ name: z.string() })) }).optional(),
  }),
  output: z.object({ id: Snowflake, content: z.string() }),
  refuses: [refusals.unknown_thing],
  limit: { count: 2, seconds: 10, by: 'account' },
})
export const orderNotes = command('notes.order', {
  about: 'Puts notes in order.',
  protocol: 'discord',
  http: 'PUT /channels/:channelId/notes',
  caller: 'anyone',
  input: z.object({ channelId: Snowflake, order: z.array(Snowflake) }),
  body: 'order',
  bodyLimit: 1024,
  output: z.void(),
})

export const person: Caller = {
  actor: { accountId: '7', bot: false },
  session: { id: '8', personId: '9', provedAt: 0 },
  administrator: false,
}
export const bot: Caller = { actor: { accountId: '5', bot: true }, session: null, administrator: false }

export interface TestEdge {
  readonly http: Http
  readonly lines: Record<string, unknown>[]
  /** What the handler of `makeThing` and `sendNote` does. */
  work: (input: Record<string, unknown>, exchange: Exchange) => unknown
  /** Who calls, by credential: the session cookie's value, or the whole `Authorization` header. */
  readonly callers: Map<string, Caller | Error>
}

export const metricsToken = new Secret('metrics-token-of-a-test')

/** The real edge with that contract answered. */
export function testEdge(clock: Clock, options: Partial<HttpOptions> = {}): TestEdge {
  const lines: Record<string, unknown>[] = []
  const callers = new Map<string, Caller | Error>([
    ['person', person],
    ['Bot bot', bot],
  ])
  const http = createHttp({
    publicUrl: 'http://localhost:3000',
    host: '127.0.0.1',
    port: 0,
    trustedProxies: [],
    rateLimits: false,
    log: createLog({
      level: 'info',
      write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
    }),
    metrics: createMetrics({ process: false }),
    clock,
    async authenticate(request) {
      const credential =
        request.header('authorization') ?? request.cookie(request.secure ? '__Host-session' : 'session')
      const found = callers.get(credential ?? '') ?? null
      if (found instanceof Error) throw found
      return found
    },
    ...options,
  })
  const edge: TestEdge = {
    http,
    lines,
    callers,
    work: (input) => ({ id: '1', title: 'a thing', ...input }),
  }
  const routes = http.routesFor('things')
  routes.answer(makeThing, (input, exchange) => edge.work(input, exchange) as never)
  routes.answer(listThings, ({ boxId, limit }) => [{ id: boxId, title: `${limit}` }])
  routes.answer(removeThing, () => undefined)
  routes.answer(burnThings, () => undefined)
  routes.answer(countThings, () => ({ count: 3 }))
  routes.answer(sendNote, (input, exchange) => edge.work(input, exchange) as never)
  routes.answer(orderNotes, (input, exchange) => void edge.work(input, exchange))
  return edge
}

/** Sends bytes to a port and gives everything that comes back until the other side ends. */
export async function exchangeBytes(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => socket.destroy())
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}
