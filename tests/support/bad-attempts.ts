import { addressOf, isUpload, prefixes, type Call } from '@alles/platform/contract'
import { smallestPicture } from './pictures.ts'
import { badBodies, badQueryValues, badSegments, badValues } from './bad-values.ts'
import { placesIn, replaced, type Place } from './sample-input.ts'
import type { WireRequest } from './wire.ts'

/** A request that is wrong in one way, or only odd. */
export interface Attempt {
  readonly about: string
  readonly request: WireRequest
  /** Whether the contract leaves no other answer than a refusal. */
  readonly mustRefuse: boolean
  /** Fields that the refusal must name. */
  readonly names?: readonly string[]
}

type Input = Readonly<Record<string, unknown>>

const json = { 'content-type': 'application/json' }
const gif = { 'content-type': 'image/gif' }

/** The request of a call with an input, its parts replaced as wished. `params` and `query` are sent as they are. */
export function requestOf(
  call: Call,
  input: Input,
  part: { params?: Record<string, string>; query?: string; body?: string | Buffer } = {},
): WireRequest {
  const { method, path, query, body } = addressOf(call)
  const filled = path.replace(
    /:(\w+)/g,
    (_, name: string) => part.params?.[name] ?? encodeURIComponent(textOf(input[name])),
  )
  const search = part.query ?? queryOf(input, query)
  return {
    method,
    path: `${prefixes[call.protocol][0]}${filled}${search === '' ? '' : `?${search}`}`,
    ...(body.length > 0 && { headers: json, body: part.body ?? JSON.stringify(bodyOf(call, input)) }),
    ...(body.length === 0 && part.body !== undefined && { headers: json, body: part.body }),
    ...(isUpload(call) && part.body === undefined && { headers: gif, body: smallestPicture }),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function queryOf(input: Input, names: readonly string[]): string {
  return new URLSearchParams(names.map((name) => [name, textOf(input[name])])).toString()
}

function bodyOf(call: Call, input: Input): unknown {
  if (call.body !== undefined) return input[call.body]
  return Object.fromEntries(addressOf(call).body.map((name) => [name, input[name]]))
}

/** Wrong ids in each place of the path. */
export function pathAttempts(call: Call, input: Input): Attempt[] {
  return addressOf(call).params.flatMap((name) =>
    badSegments.map((segment) => ({
      about: `${name} ${segment.slice(0, 30)}`,
      request: requestOf(call, input, { params: { [name]: segment } }),
      // `@me` may be the address of another call.
      mustRefuse: segment !== '@me' && !accepts(call, name, decoded(segment)),
    })),
  )
}

function accepts(call: Call, name: string, value: unknown): boolean {
  const field = call.input.shape[name] as Call['input'] | undefined
  return field?.safeParse(value).success === true
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Wrong, doubled and unknown fields of the query string. */
export function queryAttempts(call: Call, input: Input): Attempt[] {
  const { query } = addressOf(call)
  const good = queryOf(input, query)
  const attempt = (text: string, mustRefuse: boolean): Attempt => ({
    about: `?${text.slice(-60)}`,
    request: requestOf(call, input, { query: text }),
    mustRefuse,
  })
  const strict = call.protocol === 'alles'
  const odd = ['__proto__=1&constructor=2&%5Bx%5D=3', 'x=1&'.repeat(500)].map((text) =>
    attempt([good, text].filter((part) => part !== '').join('&'), strict),
  )
  const wrong = query.flatMap((name) => {
    const others = queryOf(
      input,
      query.filter((other) => other !== name),
    )
    const given = badQueryValues.map((value) =>
      attempt(`${others}&${name}=${value}`, !accepts(call, name, decoded(value))),
    )
    return [...given, attempt(`${good}&${name}=1&${name}=2`, !accepts(call, name, ['1', '2']))]
  })
  return [...odd, ...wrong, attempt('&&=&%zz', true)]
}

/** Bodies that are wrong as a whole, or not of the type they should be. */
export function bodyAttempts(call: Call, input: Input): Attempt[] {
  const good = requestOf(call, input)
  const wants = addressOf(call).body.length > 0
  const needsBody = !call.input.safeParse(withoutBody(call, input)).success
  const whole = badBodies.map(([what, body]) => ({
    about: what,
    request: requestOf(call, input, { body }),
    mustRefuse: wants && !mayTake(call, what, needsBody),
  }))
  if (!wants) return whole.slice(0, 2)
  const typed = (type: string, body = good.body): Attempt => ({
    about: type,
    request: { ...good, headers: { 'content-type': type }, body },
    mustRefuse: !/json/.test(type),
  })
  return [
    ...whole,
    { about: 'an empty body', request: { ...good, body: '' }, mustRefuse: needsBody },
    { about: 'no body', request: { method: good.method, path: good.path }, mustRefuse: needsBody },
    { about: 'no type', request: { ...good, headers: {} }, mustRefuse: true },
    typed('text/plain'),
    typed('application/x-www-form-urlencoded', 'a=1&b=2'),
    typed('multipart/form-data'),
    typed('multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'),
    typed('application/json; charset=utf-16'),
  ]
}

/** A list where a list is wanted; fields nobody knows where they are passed over. */
function mayTake(call: Call, what: string, needsBody: boolean): boolean {
  if (call.body !== undefined) return what === 'a list'
  // Where pictures fit in, so does this much of what nobody knows.
  if (what === '300 KB' && (call.bodyLimit ?? 0) > 300_000) return call.protocol !== 'alles' && !needsBody
  return what === 'objects nested too deep' && call.protocol !== 'alles' && !needsBody
}

function withoutBody(call: Call, input: Input): Input {
  const { body } = addressOf(call)
  return Object.fromEntries(Object.entries(input).filter(([name]) => !body.includes(name)))
}

/**
 * Wrong values in every place of the body. Those the contract takes go out one by one, because they reach the inside;
 * of those it refuses every other goes out, in all fields at once, because all of them must be named.
 */
export function fieldAttempts(call: Call, input: Input): Attempt[] {
  const places = placesIn(bodyOf(call, input))
  return badValues.flatMap((text, turn) => {
    const value: unknown = JSON.parse(text)
    const taken = places.filter((place) => isTaken(call, input, { place, value }))
    const refused = places.filter((place) => !taken.includes(place))
    const fields = refused.filter((place) => place.length === 1 && typeof place[0] === 'string')
    const deep = refused.filter((place) => place.length > 1)
    const attempt = (at: readonly Place[], mustRefuse: boolean): Attempt => ({
      about: `${at.map((place) => place.join('.')).join(' ')} ${text.slice(0, 40)}`,
      request: requestOf(call, input, { body: bodyWith(call, input, { places: at, text }) }),
      mustRefuse,
      ...(mustRefuse && at === fields && !holdsNul(text) && { names: at.map(([name]) => String(name)) }),
    })
    return [
      ...taken.map((place) => attempt([place], false)),
      ...deep.filter((_, index) => index === turn % deep.length).map((place) => attempt([place], true)),
      ...(fields.length > 0 && turn % 2 === 0 ? [attempt(fields, true)] : []),
    ]
  })
}

/** Such a body is refused before anybody looks at its fields. */
function holdsNul(text: string): boolean {
  return text.includes('\\u0000')
}

function isTaken(call: Call, input: Input, given: { place: Place; value: unknown }): boolean {
  const body = replaced(bodyOf(call, input), given.place, given.value)
  const fields = call.body === undefined ? (body as Input) : { [call.body]: body }
  return call.input.safeParse({ ...input, ...fields }).success
}

const marker = '\u{e000}marker'

function bodyWith(call: Call, input: Input, given: { places: readonly Place[]; text: string }): string {
  const marked = given.places.reduce<unknown>(
    (body, place) => replaced(body, place, marker),
    bodyOf(call, input),
  )
  return JSON.stringify(marked).replaceAll(JSON.stringify(marker), () => given.text)
}

/** A field nobody knows: refused by name under our own prefix, passed over where clients send more than we know. */
export function unknownFieldAttempt(call: Call, input: Input): Attempt {
  const name = 'zq_unknown_field'
  const { query, body } = addressOf(call)
  const known = queryOf(input, query)
  const request =
    body.length > 0 && call.body === undefined
      ? requestOf(call, input, { body: JSON.stringify({ ...(bodyOf(call, input) as Input), [name]: 1 }) })
      : requestOf(call, input, { query: `${known}${known === '' ? '' : '&'}${name}=1` })
  const strict = call.protocol === 'alles'
  return { about: 'an unknown field', request, mustRefuse: strict, ...(strict && { names: [name] }) }
}
