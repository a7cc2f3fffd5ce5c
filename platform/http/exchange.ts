import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Protocol } from '../contract/index.ts'
import { admitCaller } from './admission.ts'
import { readCookie, writeCookie } from './cookies.ts'
import type { Edge } from './edge.ts'
import type { Actor, Caller, CookieOptions, CredentialRequest, Exchange, SessionInfo } from './routes.ts'

const nothing: ReadonlyMap<string, string> = new Map()

/** One request and its answer, from the first byte to the last. */
export class EdgeExchange implements Exchange, CredentialRequest {
  readonly edge: Edge
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string = randomUUID()
  readonly startedAt: number = performance.now()
  readonly address: string
  /** What the last proxy says of the way before it; null where no trusted proxy spoke. */
  readonly forwardedProtocol: string | null
  /** The pattern this request matched: what log and metrics may know of its address. */
  readonly route: string
  readonly protocol: Protocol
  /** Headers of the answer beyond those every answer has. */
  extra: ReadonlyMap<string, string> = nothing
  cookies: readonly string[] = []
  caller: Caller | null = null
  #ownExtra: Map<string, string> | null = null

  constructor(edge: Edge, raw: { request: IncomingMessage; response: ServerResponse }, matched: Matched) {
    this.edge = edge
    this.request = raw.request
    this.response = raw.response
    this.route = matched.route
    this.protocol = matched.protocol
    const hop = edge.hop(raw.request.socket.remoteAddress, raw.request.headers)
    this.address = hop.address
    this.forwardedProtocol = hop.protocol
  }

  get secure(): boolean {
    return this.edge.secure
  }

  get actor(): Actor {
    if (!this.caller) throw new Error(`${this.route}: nobody is signed in here; declare who may call it`)
    return this.caller.actor
  }

  get session(): SessionInfo {
    const session = this.caller?.session
    if (!session) throw new Error(`${this.route}: there is no session here; declare that a person calls it`)
    return session
  }

  requireFresh(): void {
    admitCaller(this, 'fresh-person')
  }

  /** Set for uploads. */
  upload: AsyncIterable<Uint8Array> | null = null

  get file(): AsyncIterable<Uint8Array> {
    if (!this.upload) throw new Error(`${this.route}: no file is taken here; declare the call as an upload`)
    return this.upload
  }

  cookie(name: string): string | undefined {
    return readCookie(this.request.headers.cookie, name)
  }

  setCookie(name: string, value: string, options: CookieOptions): void {
    this.cookies = [...this.cookies, writeCookie(name, value, { ...options, secure: this.secure })]
  }

  clearCookie(name: string): void {
    this.setCookie(name, '', { maxAgeSeconds: 0, httpOnly: true, sameSite: 'lax' })
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  setHeader(name: string, value: string): void {
    this.#ownExtra ??= new Map()
    this.extra = this.#ownExtra.set(name.toLowerCase(), value)
  }

  /** Whether the request proves, or tries to prove, who sends it. */
  get carriesCredential(): boolean {
    const { headers } = this.request
    return headers.authorization !== undefined || this.cookie(this.edge.sessionCookie) !== undefined
  }
}

export interface Matched {
  readonly route: string
  readonly protocol: Protocol
}
