import { z } from 'zod'
import { addressOf, prefixes } from './address.ts'
import { isUpload, type Call, type UploadCall } from './contract.ts'
import { SchemaComponents, type Json } from './openapi-schemas.ts'
import { edgeRefusals, type RefusalKind } from './refusal.ts'

/** Describes calls that have an address as an OpenAPI 3.1 document. Same calls, same bytes, in whatever order. */
export function openApi(title: string, version: string, calls: readonly Call[]): Json {
  const components = new SchemaComponents()
  const paths: Record<string, Json> = {}
  const addressed = calls.filter((one) => one.http !== undefined)
  for (const call of addressed.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const address = addressOf(call)
    const path = `${prefixes[call.protocol][0]}${address.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [address.method.toLowerCase()]: operation(call, components) }
  }
  return components.settle({
    openapi: '3.1.0',
    info: { title, version },
    paths: Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-session',
          description: 'The cookie of a signed-in person; called `session` where there is no HTTPS.',
        },
        bot: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`Bot `, followed by the token of a bot.',
        },
      },
      schemas: { Problem: problem, DiscordError: discordError },
    },
  })
}

function operation(call: Call, components: SchemaComponents): Json {
  const address = addressOf(call)
  const body = isUpload(call) ? fileBody(call) : jsonBody(call, components)
  return {
    operationId: call.name,
    tags: [call.name.split('.', 1)[0]],
    summary: call.about,
    'x-caller': call.caller,
    ...(call.limit && { 'x-limit': call.limit }),
    security: securityOf(call),
    parameters: [
      ...address.params.map((name) => parameter(call, { name, in: 'path' }, components)),
      ...address.query.map((name) => parameter(call, { name, in: 'query' }, components)),
    ],
    ...(body && { requestBody: body }),
    responses: { ...successResponse(call, components), ...refusalResponses(call) },
  }
}

function jsonBody(call: Call, components: SchemaComponents): Json | null {
  const fields = addressOf(call).body
  if (fields.length === 0) return null
  const type = bodyType(call, fields)
  const schema = components.schemaOf(type, 'input')
  return {
    required: !type.safeParse(call.body === undefined ? {} : undefined).success,
    content: { 'application/json': { schema }, ...(call.files && formBody(schema, call.files.most)) },
  }
}

/** RFC 7578: the input as a field, and files beside it. */
function formBody(schema: Json, most: number): Json {
  const files = { type: 'array', maxItems: most, items: { type: 'string', format: 'binary' } }
  return {
    'multipart/form-data': { schema: { type: 'object', properties: { payload_json: schema, files } } },
  }
}

/** Bytes have no schema in OpenAPI 3.1: the media type says it all. */
function fileBody(call: UploadCall): Json {
  return {
    required: true,
    description: `At most ${call.bodyLimit} bytes.`,
    content: Object.fromEntries(call.takes.map((type) => [type, {}])),
  }
}

function securityOf(call: Call): Json[] {
  if (call.caller === 'anyone') return []
  return call.caller === 'account' ? [{ session: [] }, { bot: [] }] : [{ session: [] }]
}

function successResponse(call: Call, components: SchemaComponents): Json {
  const empty = call.output instanceof z.ZodVoid
  const status = call.status ?? (empty ? 204 : 200)
  const content = call.gives
    ? Object.fromEntries(call.gives.map((type) => [type, {}]))
    : { 'application/json': { schema: components.schemaOf(call.output, 'output') } }
  return { [status]: { description: 'Done.', ...(!empty && { content }) } }
}

function refusalResponses(call: Call): Json {
  const all: RefusalKind[] = [...call.refuses, edgeRefusals.invalid_input]
  if (call.caller !== 'anyone') all.push(edgeRefusals.not_signed_in)
  if (call.caller === 'fresh-person') all.push(edgeRefusals.fresh_sign_in_required)
  if (call.limit) all.push(edgeRefusals.rate_limited)
  if (isUpload(call)) all.push(edgeRefusals.body_too_large, edgeRefusals.unsupported_media_type)
  const [mediaType, name] =
    call.protocol === 'discord'
      ? ['application/json', 'DiscordError']
      : ['application/problem+json', 'Problem']
  const content = { [mediaType]: { schema: { $ref: `#/components/schemas/${name}` } } }
  const statuses = [...new Set(all.map((kind) => kind.status))].toSorted((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const here = all.filter((kind) => kind.status === status)
      return [status, { description: [...new Set(here.map(described))].join('\n'), content }]
    }),
  )
}

function described(kind: RefusalKind): string {
  return `\`${kind.code}\`: ${kind.sentence}`
}

function parameter(
  call: Call,
  place: { name: string; in: 'path' | 'query' },
  components: SchemaComponents,
): Json {
  const field = call.input.shape[place.name] as z.ZodType
  return {
    ...place,
    required: place.in === 'path' || !field.safeParse(undefined).success,
    schema: components.schemaOf(field, 'input'),
  }
}

function bodyType(call: Call, fields: readonly string[]): z.ZodType {
  const shape = call.input.shape as Record<string, z.ZodType>
  const whole = call.body === undefined ? undefined : shape[call.body]
  if (whole) return whole
  const picked = Object.fromEntries(Object.entries(shape).filter(([name]) => fields.includes(name)))
  return call.protocol === 'alles' ? z.strictObject(picked) : z.object(picked)
}

const problem: Json = {
  description: 'Why a request was refused (RFC 9457).',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for people.' },
    code: { type: 'string', description: 'A fixed word for programs.' },
    request_id: { type: 'string' },
    faults: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'sentence'],
        properties: {
          path: { type: 'array', items: { type: ['string', 'integer'] } },
          sentence: { type: 'string' },
        },
      },
    },
    retry_after: { type: 'number', description: 'Seconds.' },
  },
}

const discordError: Json = {
  description: "Why a request was refused, in the shape of Discord's API.",
  type: 'object',
  required: ['message'],
  properties: {
    message: { type: 'string' },
    code: { type: 'integer' },
    errors: { type: 'object' },
    retry_after: { type: 'number', description: 'Seconds.' },
    global: { type: 'boolean' },
  },
}
