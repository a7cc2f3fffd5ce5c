import type { z } from 'zod'
import type { RefusalKind } from './refusal.ts'

/**
 * Who may make a call.
 * - `anyone`: no credential is asked for; one that is sent is still read.
 * - `account`: a person acting as one of their accounts, or a bot.
 * - `person`: a signed-in person (cookie session), never a bot.
 * - `fresh-person`: a person who signed in or confirmed their password within 5 minutes.
 * - `administrator`: a person who administers this instance.
 * - `internal`: another service in this process; never reachable by HTTP.
 */
export type CallerKind = 'anyone' | 'account' | 'person' | 'fresh-person' | 'administrator' | 'internal'

/** The protocol whose shapes, prefixes and refusals a call has. `media`: the routes of Discord's CDN, for pictures. */
export type Protocol = 'alles' | 'discord' | 'media'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type HttpLine = `${Method} /${string}`

/** How often one account (or one address, where nobody is signed in) may call. */
export interface Limit {
  readonly count: number
  readonly seconds: number
  readonly by: 'account' | 'address'
}

export interface CallSpec<I extends z.ZodObject, O extends z.ZodType> {
  /** One sentence for the reader of the API's description. */
  readonly about: string
  /** `alles` unless said otherwise. */
  readonly protocol?: Protocol
  /**
   * Method and path below the protocol's prefix; absent for calls between services. `:name` takes the field `name` of
   * `input` from the path. The other fields come from the query string of a GET or DELETE and from the body otherwise.
   */
  readonly http?: HttpLine
  readonly caller: CallerKind
  /** Unknown fields are refused under `alles` and ignored under the other protocols. */
  readonly input: I
  /** What may leave: undeclared fields are dropped, a wrong one is a bug (500). `z.void()` answers 204. */
  readonly output: O
  /** Status of success: 200, or 204 where the output is void, unless said otherwise. */
  readonly status?: number
  /** Name of the input field that is the whole body, for bodies that are lists. */
  readonly body?: string
  /** Names of input fields that come from the query string although the method has a body. */
  readonly queryFields?: readonly string[]
  /** Every refusal this call may answer with beyond the edge's own. */
  readonly refuses?: readonly RefusalKind[]
  readonly limit?: Limit
  /** Largest body in bytes; 256 KiB unless said otherwise. */
  readonly bodyLimit?: number
  /** The body may also be a form (`multipart/form-data`) with so many files and the input as its `payload_json`. */
  readonly files?: { readonly most: number }
  /** Media types of the answer where it is not JSON; the output is `z.unknown()` then. */
  readonly gives?: readonly string[]
  /** `types`: a call between services on a hot path, whose values are checked by the compiler alone. */
  readonly checked?: 'values' | 'types'
}

/** A call whose body is a file: its bytes reach the handler as they arrive, and the fields of `input` come from the address. */
export interface UploadSpec<I extends z.ZodObject, O extends z.ZodType> extends CallSpec<I, O> {
  /** Media types of the body, whole or as `image/*`. What the file really is, its bytes say. */
  readonly takes: readonly string[]
  readonly bodyLimit: number
}

export interface Call<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> extends CallSpec<
  I,
  O
> {
  readonly kind: 'command' | 'query'
  readonly name: string
  readonly protocol: Protocol
  readonly refuses: readonly RefusalKind[]
}

export interface UploadCall<
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
> extends Call<I, O> {
  readonly takes: readonly string[]
  readonly bodyLimit: number
}

export function isUpload(call: Call): call is UploadCall {
  return 'takes' in call
}

/** What a caller sends, before defaults are filled in. */
export type Sent<C extends Call> = z.input<C['input']>
/** What a handler receives. */
export type Input<C extends Call> = z.output<C['input']>
/** What a handler returns. */
export type Output<C extends Call> = z.input<C['output']>
/** What a caller gets. */
export type Answer<C extends Call> = z.output<C['output']>

function declare<I extends z.ZodObject, O extends z.ZodType>(
  kind: Call['kind'],
  name: string,
  spec: CallSpec<I, O>,
): Call<I, O> {
  if (spec.http === undefined && spec.caller !== 'internal')
    throw new Error(`${name}: a call without an address can only be internal`)
  if (spec.http !== undefined && spec.caller === 'internal')
    throw new Error(`${name}: an internal call has no address`)
  return { ...spec, kind, name, protocol: spec.protocol ?? 'alles', refuses: spec.refuses ?? [] }
}

/** Declares a call that changes something. `name` is `service.verb`. */
export function command<I extends z.ZodObject, O extends z.ZodType>(
  name: string,
  spec: CallSpec<I, O>,
): Call<I, O> {
  return declare('command', name, spec)
}

/** Declares a call that takes a file as its body. A client gives the file beside the input. */
export function upload<I extends z.ZodObject, O extends z.ZodType>(
  name: string,
  spec: UploadSpec<I, O>,
): UploadCall<I, O> {
  if (spec.http === undefined || !/^(POST|PUT) /.test(spec.http))
    throw new Error(`${name}: a file is sent by POST or PUT`)
  return { ...declare('command', name, spec), takes: spec.takes, bodyLimit: spec.bodyLimit }
}

/** Declares a call that only reads. `name` is `service.verb`. */
export function query<I extends z.ZodObject, O extends z.ZodType>(
  name: string,
  spec: CallSpec<I, O>,
): Call<I, O> {
  return declare('query', name, spec)
}

export interface Event<D extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  /** `service.whatHappened`. */
  readonly name: string
  readonly about: string
  readonly data: D
  /**
   * `durable`: written in the transaction of the change, delivered at least once to every listener; carries ids, never
   * content. `realtime`: published after the commit, at most once, to whoever is connected.
   */
  readonly delivery: 'durable' | 'realtime'
}

export type EventData<E extends Event> = z.output<E['data']>

/** Declares something that happened. */
export function event<D extends z.ZodType>(name: string, spec: Omit<Event<D>, 'kind' | 'name'>): Event<D> {
  return { ...spec, kind: 'event', name }
}

/** Whether a value exported by a contract is a call. */
export function isCall(value: unknown): value is Call {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'command' || value.kind === 'query')
  )
}

/** The calls among the exports of a contract module, by export name. */
export type CallsOf<Module> = { [K in keyof Module as Module[K] extends Call ? K : never]: Module[K] }

/** A contract as functions: what another service, or the browser, holds. */
export type ClientOf<Module> = {
  [K in keyof CallsOf<Module>]: CallsOf<Module>[K] extends UploadCall
    ? (input: Sent<CallsOf<Module>[K]>, file: Blob) => Promise<Answer<CallsOf<Module>[K]>>
    : CallsOf<Module>[K] extends Call
      ? (input: Sent<CallsOf<Module>[K]>) => Promise<Answer<CallsOf<Module>[K]>>
      : never
}
