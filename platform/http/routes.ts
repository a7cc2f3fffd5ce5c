import type { Call, Input, Output } from '../contract/index.ts'
import type { ReadyJson } from './ready-json.ts'

/** Whoever performs a command: a person's account, or a bot's. */
export interface Actor {
  readonly accountId: string
  readonly bot: boolean
}

/** A sign-in. Only `accounts` and `privacy` read it. */
export interface SessionInfo {
  readonly id: string
  readonly personId: string
  /** When the person last proved who they are, milliseconds since 1970. */
  readonly provedAt: number
}

/** What authentication found out about a request. */
export interface Caller {
  readonly actor: Actor
  /** Null for bots. */
  readonly session: SessionInfo | null
  readonly administrator: boolean
}

/** What a handler may know of the request beyond its input, and say about the answer beyond its output. */
export interface Exchange {
  /** Null only where the contract says `anyone`. */
  readonly caller: Caller | null
  /** The caller's actor; a bug to ask for where the contract says `anyone`. */
  readonly actor: Actor
  /** The session of a `person`, `fresh-person` or `administrator` call. */
  readonly session: SessionInfo
  /** Refuses unless a person acts who signed in or confirmed their password within 5 minutes. */
  requireFresh(): void
  readonly requestId: string
  /** Where the request came from, after trusted proxies. For limits and security alone. */
  readonly address: string
  /** Whether people reach us over HTTPS. */
  readonly secure: boolean
  /**
   * The bytes of an upload as they arrive, read once; a bug to ask for elsewhere. Refuses where they are more than the
   * contract's limit or break off. What is left unread when the handler ends is not waited for.
   */
  readonly file: AsyncIterable<Uint8Array>
  cookie(name: string): string | undefined
  setCookie(name: string, value: string, options: CookieOptions): void
  clearCookie(name: string): void
  /** Request header, lower-case name. */
  header(name: string): string | undefined
  setHeader(name: string, value: string): void
}

export interface CookieOptions {
  readonly maxAgeSeconds: number
  readonly httpOnly: true
  readonly sameSite: 'lax' | 'strict'
}

/** Binary answers: a route whose contract's output is `z.custom<FileAnswer>()` streams instead of sending JSON. */
export interface FileAnswer {
  readonly fileName: string
  readonly mediaType: string
  readonly stream: NodeJS.ReadableStream
}

/** Bytes that are the same for everyone who asks, and may be kept by any cache. */
export interface PublicFile {
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** Names these bytes; quoted by the edge. */
  readonly tag: string
  /** How long the bytes under this address stay what they are, in seconds. */
  readonly maxAgeSeconds: number
}

/** A file that arrives as a part of a form. */
export interface FormFile {
  /** The part's name, such as `files[0]`. */
  readonly name: string
  readonly fileName: string
  /** What its sender says it is; empty where nothing is said. */
  readonly mediaType: string
  /** As they arrive, read once. Refuses where the form breaks off or is too large. */
  readonly bytes: AsyncIterable<Uint8Array>
}

/** What becomes of the files of a form, which arrive before anybody can know what else the form says. */
export interface FormReception<Received> {
  /** The most bytes of a whole form. */
  readonly mostBytes: number
  /** Before the first byte is read: refuses those who may not send files here. It knows what the path says. */
  admit(path: Readonly<Record<string, string>>, exchange: Exchange): Promise<void>
  /** Takes one file; those of a form come one after the other. */
  receive(file: FormFile, exchange: Exchange): Promise<Received>
  /** Lets go of what was received, because the form or the call was refused. */
  discard(received: readonly Received[], exchange: Exchange): Promise<void>
}

/** A file of known length that may be asked for in parts (RFC 9110, 14). What opens it is its address. */
export interface RangedFile {
  readonly fileName: string
  readonly mediaType: string
  /** Whether a browser may show it; it is saved otherwise. */
  readonly inline: boolean
  readonly bytes: number
  /** Names these bytes; quoted by the edge. */
  readonly tag: string
  /** How long who asks may keep it. No cache that others share may. */
  readonly maxAgeSeconds: number
  /** The bytes from `from` up to and without `to`. */
  read(from: number, to: number): AsyncIterable<Uint8Array>
}

export interface Routes {
  /** Answers a call that has an address. Once per call. */
  answer<C extends Call>(
    call: C,
    handler: (input: Input<C>, exchange: Exchange) => Promise<Output<C> | ReadyJson> | Output<C>,
  ): void
  /**
   * Answers a call whose body may also be a form with files (`files` in its contract). A form's `payload_json`, or else
   * its fields, are the input. Where the handler refuses, what was received is discarded.
   */
  answerForm<C extends Call, Received>(
    call: C,
    reception: FormReception<Received>,
    handler: (
      input: Input<C>,
      exchange: Exchange,
      files: readonly Received[],
    ) => Promise<Output<C>> | Output<C>,
  ): void
  /** Answers a call of `anyone` with a file of which parts may be asked for. HEAD and conditions are the edge's. */
  answerRanged<C extends Call>(
    call: C,
    handler: (input: Input<C>, exchange: Exchange) => Promise<RangedFile>,
  ): void
  /** Answers a call with a file instead of JSON. */
  answerFile<C extends Call>(
    call: C,
    handler: (input: Input<C>, exchange: Exchange) => Promise<FileAnswer>,
  ): void
  /**
   * Answers a call of `anyone` with bytes that other sites may show too. Nobody is asked who they are: the answer has no
   * way to depend on it. HEAD and `If-None-Match` are the edge's.
   */
  answerPublic<C extends Call>(call: C, handler: (input: Input<C>) => Promise<PublicFile>): void
}

/** Finds out who calls. Given by the composition; null where no credential was sent, refuses where it is bad. */
export type Authenticate = (request: CredentialRequest) => Promise<Caller | null>

export interface CredentialRequest {
  cookie(name: string): string | undefined
  header(name: string): string | undefined
  readonly secure: boolean
}
