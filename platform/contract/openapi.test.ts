import { expect, test } from 'vitest'
import * as contract from '../http/test-edge.ts'
import { command, isCall, openApi, query, z, type Call } from './index.ts'

interface Operation {
  readonly security: object[]
  readonly parameters: object[]
  readonly requestBody?: { required: boolean; content: Record<string, { schema: Record<string, unknown> }> }
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

const calls: Call[] = Object.values<unknown>(contract).filter(isCall)
const read = (given = calls) =>
  openApi('Things', '1', given) as {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, { required?: string[] }>; securitySchemes: object }
  }

test('is the same for the same calls, in whatever order', () => {
  expect(JSON.stringify(read(calls.toReversed()))).toBe(JSON.stringify(read()))
})

function operation(method: string, path: string): Operation {
  const found = read().paths[path]?.[method]
  if (!found) throw new Error(`${method} ${path} is not described`)
  return found
}

test('describes where fields go, who may call, and what is answered', () => {
  const make = operation('post', '/api/alles/boxes/{boxId}/things')
  expect(make).toMatchObject({
    parameters: [{ name: 'boxId', in: 'path', required: true }],
    security: [],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { required: ['title'], additionalProperties: false } } },
    },
  })
  expect(Object.keys(make.responses)).toEqual(['201', '400', '404'])
  expect(operation('get', '/api/alles/boxes/{boxId}/things')).toMatchObject({
    parameters: [{ name: 'boxId' }, { name: 'limit', in: 'query', required: false }],
    security: [{ session: [] }, { bot: [] }],
  })
  const remove = operation('delete', '/api/alles/things/{id}')
  expect(remove.security).toEqual([{ session: [] }])
  expect(remove.responses[204]).toEqual({ description: 'Done.' })
})

test('names every refusal, in its protocol’s shape', () => {
  const { responses } = operation('post', '/api/v10/channels/{channelId}/notes')
  expect(Object.keys(responses)).toEqual(['200', '400', '401', '404', '429'])
  expect(responses[404]).toEqual({
    description: '`unknown_thing`: There is no such thing.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/DiscordError' } } },
  })
  expect(operation('post', '/api/alles/things/burn').responses[403]).toMatchObject({
    description: expect.stringContaining('fresh_sign_in_required'),
    content: { 'application/problem+json': {} },
  })
})

test('leaves out calls between services', () => {
  const internal = command('things.in', {
    about: '',
    caller: 'internal',
    input: z.object({}),
    output: z.void(),
  })
  expect(read([internal]).paths).toEqual({})
})

test('describes named types once, and twice only where what is sent differs', () => {
  const Tag = z.object({ name: z.string() }).meta({ id: 'Tag' })
  const Box = z.object({ size: z.int().default(1), tags: z.array(Tag) }).meta({ id: 'Box' })
  const put = command('boxes.put', {
    about: '',
    http: 'PUT /boxes',
    caller: 'anyone',
    input: z.object({ box: Box, tag: Tag }),
    output: z.object({ box: Box }),
  })
  const get = query('boxes.get', {
    about: '',
    http: 'GET /boxes',
    caller: 'anyone',
    input: z.object({}),
    output: Box,
  })
  const { components, paths } = read([put, get])
  expect(Object.keys(components.schemas)).toEqual(['Box', 'BoxInput', 'DiscordError', 'Problem', 'Tag'])
  expect(components.schemas.Box?.required).toEqual(['size', 'tags'])
  expect(components.schemas.BoxInput?.required).toEqual(['tags'])
  const operations = paths['/api/alles/boxes']
  expect(operations?.put?.requestBody?.content['application/json']?.schema).toMatchObject({
    properties: { box: { $ref: '#/components/schemas/BoxInput' }, tag: { $ref: '#/components/schemas/Tag' } },
  })
  expect(operations?.get?.responses[200]?.content?.['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/Box',
  })
  expect(JSON.stringify({ components, paths })).not.toMatch(/\$defs|~/)
})

test('describes inputs with rules across fields', () => {
  const input = z.object({ a: z.string(), b: z.string() }).refine((value) => value.a !== value.b)
  const call = command('things.pair', {
    about: '',
    http: 'POST /pairs/:a',
    caller: 'anyone',
    input,
    output: z.void(),
  })
  expect(read([call]).paths['/api/alles/pairs/{a}']?.post?.requestBody?.content).toMatchObject({
    'application/json': { schema: { required: ['b'] } },
  })
})
