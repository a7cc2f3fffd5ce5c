import type { Call, Input, Output } from '../contract/index.ts'

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
  readonly requestId: string
  /** Where the request came from, after trusted proxies. For limits and security alone. */
  readonly address: string
  /** Whether people reach us over HTTPS. */
  readonly secure: boolean
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

export interface Routes {
  /** Answers a call that has an address. Once per call. */
  answer<C extends Call>(
    call: C,
    handler: (input: Input<C>, exchange: Exchange) => Promise<Output<C>> | Output<C>,
  ): void
  /** Answers a call with a file instead of JSON. */
  answerFile<C extends Call>(
    call: C,
    handler: (input: Input<C>, exchange: Exchange) => Promise<FileAnswer>,
  ): void
}

/** Finds out who calls. Given by the composition; null where no credential was sent, refuses where it is bad. */
export type Authenticate = (request: CredentialRequest) => Promise<Caller | null>

export interface CredentialRequest {
  cookie(name: string): string | undefined
  header(name: string): string | undefined
  readonly secure: boolean
}
