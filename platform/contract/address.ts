import { isUpload, type Call } from './contract.ts'

/** Where each protocol's calls live. The first prefix is the one we write; the others answer the same. */
export const prefixes = {
  alles: ['/api/alles'],
  discord: ['/api/v10', '/api/v9', '/api'],
  media: ['/media'],
} as const satisfies Record<Call['protocol'], readonly string[]>

export interface Address {
  readonly method: string
  /** Below the prefix, with `:name` for parameters. */
  readonly path: string
  readonly params: readonly string[]
  readonly query: readonly string[]
  readonly body: readonly string[]
}

/** Splits a call's input into what travels in the path, the query string and the body. */
export function addressOf(call: Call): Address {
  if (call.http === undefined) throw new Error(`${call.name} has no address`)
  const [method = '', path = ''] = call.http.split(' ')
  const params = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const rest = Object.keys(call.input.shape).filter((field) => !params.includes(field))
  const unknown = params.filter((field) => !(field in call.input.shape))
  if (unknown.length > 0)
    throw new Error(`${call.name}: ${unknown.join(', ')} is in the path and not in the input`)
  const bodiless = method === 'GET' || method === 'DELETE' || isUpload(call)
  const query = rest.filter((field) => bodiless || call.queryFields?.includes(field))
  return { method, path, params, query, body: rest.filter((field) => !query.includes(field)) }
}
