import { z } from 'zod'
import { addressOf, prefixes } from './address.ts'
import type { Call } from './contract.ts'
import { edgeRefusals, type RefusalKind } from './refusal.ts'

type Json = Record<string, unknown>

/** Describes calls that have an address as an OpenAPI 3.1 document. Same calls, same bytes. */
export function openApi(title: string, version: string, calls: readonly Call[]): Json {
  const paths: Record<string, Json> = {}
  for (const call of calls
    .filter((one) => one.http !== undefined)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const address = addressOf(call)
    const path = `${prefixes[call.protocol][0]}${address.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [address.method.toLowerCase()]: operation(call) }
  }
  const sorted = Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return { openapi: '3.1.0', info: { title, version }, paths: sorted }
}

function operation(call: Call): Json {
  const address = addressOf(call)
  const status = call.status ?? (call.output instanceof z.ZodVoid ? 204 : 200)
  const answer: Json = { description: 'Done.' }
  if (status !== 204) answer.content = { 'application/json': { schema: schemaOf(call.output, 'output') } }
  return {
    operationId: call.name,
    summary: call.about,
    'x-caller': call.caller,
    security:
      call.caller === 'anyone' ? [] : [{ session: [] }, ...(call.caller === 'account' ? [{ bot: [] }] : [])],
    parameters: [
      ...address.params.map((name) => parameter(call, name, 'path')),
      ...address.query.map((name) => parameter(call, name, 'query')),
    ],
    ...(address.body.length > 0 && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: bodySchema(call, address.body) } },
      },
    }),
    responses: { [status]: answer, ...refusalResponses(call) },
  }
}

function refusalResponses(call: Call): Json {
  const all: RefusalKind[] = [...call.refuses, edgeRefusals.invalid_input]
  if (call.caller !== 'anyone') all.push(edgeRefusals.not_signed_in)
  const statuses = [...new Set(all.map((kind) => kind.status))].toSorted((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: all
          .filter((kind) => kind.status === status)
          .map((kind) => `\`${kind.code}\`: ${kind.sentence}`)
          .join('\n'),
      },
    ]),
  )
}

function parameter(call: Call, name: string, place: 'path' | 'query'): Json {
  const field = call.input.shape[name] as z.ZodType
  return {
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: schemaOf(field, 'input'),
  }
}

function bodySchema(call: Call, fields: readonly string[]): Json {
  if (call.body !== undefined) return schemaOf(call.input.shape[call.body] as z.ZodType, 'input')
  const picked = call.input.pick(Object.fromEntries(fields.map((field) => [field, true as const])))
  return schemaOf(call.protocol === 'alles' ? picked.strict() : picked, 'input')
}

function schemaOf(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  })
  return schema
}
