import { addressOf, edgeRefusals, refuse, Refusal, type Call, type FieldFault } from '../contract/index.ts'
import { readBody } from './body.ts'
import { faultSentence, faultsOf, unknownField } from './input-faults.ts'

/** What a request brought, before it is understood. */
export interface RawInput {
  readonly params: Readonly<Record<string, string>>
  /** Everything behind the question mark, undecoded. */
  readonly query: string
  /** As the body parsers left it; undefined where there was none. */
  readonly body: unknown
}

interface Gathered {
  readonly fields: Record<string, unknown>
  readonly faults: FieldFault[]
}

/**
 * Makes the function that turns a request into a call's input. Each field is taken from the one place its contract gives
 * it: a body cannot override what the path says. Refuses with every fault at once.
 */
export function inputReader(call: Call): (raw: RawInput) => unknown {
  const address = addressOf(call)
  const strict = call.protocol === 'alles'
  const takeQuery = taker(address.query, strict)
  const takeBody = taker(address.body, strict)
  const whole = call.body
  return (raw) => {
    const gathered: Gathered = { fields: {}, faults: [] }
    for (const name of address.params) gathered.fields[name] = raw.params[name]
    if (raw.query !== '') takeQuery(queryPairs(raw.query), gathered)
    const body = readBody(raw.body)
    if (whole !== undefined) gathered.fields[whole] = body
    else if (body !== undefined) takeBody(bodyPairs(body), gathered)
    return parsed(call, gathered)
  }
}

type Take = (pairs: Iterable<readonly [string, unknown]>, gathered: Gathered) => void

function taker(names: readonly string[], strict: boolean): Take {
  const known = new Set(names)
  return (pairs, { fields, faults }) => {
    for (const [name, value] of pairs)
      if (known.has(name)) fields[name] = value
      else if (strict) faults.push({ path: [name], sentence: unknownField })
  }
}

const parameters = { error: faultSentence }

function parsed(call: Call, { fields, faults }: Gathered): unknown {
  const result = safeParse(call, fields)
  if (result.success && faults.length === 0) return result.data
  if (!result.success) faults.push(...result.error.issues.flatMap(faultsOf))
  return refuse(edgeRefusals.invalid_input, { faults: faults.slice(0, 50) })
}

function safeParse(call: Call, fields: Record<string, unknown>) {
  try {
    return call.input.safeParse(fields, parameters)
  } catch (error) {
    // Nested deeper than the stack is: nobody means that.
    if (error instanceof RangeError) throw new Refusal(edgeRefusals.invalid_input)
    throw error
  }
}

function bodyPairs(body: unknown): [string, unknown][] {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return Object.entries(body)
  return refuse(edgeRefusals.invalid_input, { faults: [{ path: [], sentence: 'must be an object' }] })
}

/** Fields of a query string. A name given more than once has a list of values. */
function queryPairs(text: string): Map<string, unknown> {
  const found = new Map<string, string | string[]>()
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = decoded(at === -1 ? pair : pair.slice(0, at))
    const value = at === -1 ? '' : decoded(pair.slice(at + 1))
    const before = found.get(name)
    if (Array.isArray(before)) before.push(value)
    else found.set(name, before === undefined ? value : [before, value])
  }
  return found
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    const faults = [{ path: [], sentence: 'the query string is not valid UTF-8, percent-encoded' }]
    return refuse(edgeRefusals.invalid_input, { faults })
  }
}
