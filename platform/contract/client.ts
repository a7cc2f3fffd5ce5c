import { addressOf, prefixes } from './address.ts'
import { isCall, type Answer, type Call, type ClientOf } from './contract.ts'
import { edgeRefusals, Refusal, type FieldFault, type RefusalKind } from './refusal.ts'

/** The request a client makes, ready for `fetch`. `path` starts with a slash and includes the query string. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly body: string | undefined
  /** Instead of a body: a file, sent as it is with its own media type, or `application/octet-stream`. */
  readonly file?: Blob
}

/** Sends one request. Rejects only when there was no answer at all. */
export type Transport = (request: WireRequest) => Promise<Response>

/** Turns an input into the request its contract describes. */
export function wireRequest(call: Call, input: Record<string, unknown>): WireRequest {
  const address = addressOf(call)
  const path = address.path.replace(/:(\w+)/g, (_, field: string) =>
    encodeURIComponent(inAddress(input[field])),
  )
  const search = new URLSearchParams()
  for (const field of address.query)
    if (input[field] !== undefined && input[field] !== null) search.set(field, inAddress(input[field]))
  const fields = Object.fromEntries(address.body.map((field) => [field, input[field]]))
  const body = call.body === undefined ? fields : input[call.body]
  const query = search.size > 0 ? `?${search.toString()}` : ''
  return {
    method: address.method,
    path: `${prefixes[call.protocol][0]}${path}${query}`,
    body: address.body.length === 0 ? undefined : JSON.stringify(body),
  }
}

/** Lists are written with commas. */
function inAddress(value: unknown): string {
  if (Array.isArray(value)) return value.map(inAddress).join(',')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Makes functions of a contract's calls; each resolves to the parsed answer or throws a `Refusal`. */
export function httpClient<Module extends object>(module: Module, transport: Transport): ClientOf<Module> {
  const calls = Object.entries(module).filter(
    (entry): entry is [string, Call] => isCall(entry[1]) && entry[1].http !== undefined,
  )
  return Object.fromEntries(
    calls.map(([name, call]) => [
      name,
      async (input: Record<string, unknown>, file?: Blob) =>
        readAnswer(call, await transport({ ...wireRequest(call, input), ...(file && { file }) })),
    ]),
  ) as unknown as ClientOf<Module>
}

/** The parsed answer to a call, or a thrown `Refusal`: for those who send a request by means of their own. */
export async function readAnswer<C extends Call>(call: C, response: Response): Promise<Answer<C>> {
  const refused = call.refuses.some(({ status }) => status === response.status)
  if (!response.ok || refused) throw await readRefusal(call, response)
  // A void answer has no body, whatever its status.
  const text = response.status === 204 ? '' : await response.text()
  return (text === '' ? undefined : call.output.parse(JSON.parse(text))) as Answer<C>
}

interface RefusalBody {
  code?: string | number
  message?: string
  detail?: string
  title?: string
  faults?: FieldFault[]
  retry_after?: number
}

async function readRefusal(call: Call, response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => ({}))) as RefusalBody
  const declared = call.refuses.find(
    (kind) => kind.code === body.code || (kind.discord !== 0 && kind.discord === body.code),
  )
  const kind = declared ?? edgeRefusal(body.code, response.status) ?? unknownKind(body.code, response.status)
  const sentence =
    body.detail ?? (/^\d{3}: /.test(body.message ?? '') ? kind.sentence : body.message) ?? kind.sentence
  const wait = body.retry_after ?? Number(response.headers.get('retry-after') ?? Number.NaN)
  return new Refusal(
    { ...kind, sentence },
    {
      ...(body.faults && { faults: body.faults }),
      ...(Number.isFinite(wait) && { retryAfter: wait }),
    },
  )
}

/** The edge's own refusals; where Discord's shape has no code for one, its status tells. */
function edgeRefusal(code: string | number | undefined, status: number): RefusalKind | undefined {
  const all: RefusalKind[] = Object.values(edgeRefusals).filter((kind) => kind.status === status)
  if (typeof code === 'string') return all.find((kind) => kind.code === code)
  return all.find((kind) => kind.discord === (code ?? 0)) ?? (code === 0 ? all[0] : undefined)
}

function unknownKind(code: string | number | undefined, status: number): RefusalKind {
  return {
    code: typeof code === 'string' ? code : `http_${status}`,
    status,
    discord: typeof code === 'number' ? code : 0,
    sentence: 'This was refused, and the answer does not say why.',
  }
}
