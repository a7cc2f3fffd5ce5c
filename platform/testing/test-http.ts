import { createHttp, type Caller, type CredentialRequest, type Http } from '../http/index.ts'
import type { Clock } from '../ids/index.ts'
import type { Log } from '../log/index.ts'
import type { Metrics } from '../metrics/index.ts'
import { isUnavailable } from '../postgres/index.ts'

const callerHeader = 'test-caller'

export interface TestHttpOptions {
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

/** The real HTTP edge, asked by `inject`. Who calls is said by the headers of `asAccount` and `asCaller`. */
export function testHttp(options: TestHttpOptions): Http {
  return createHttp({
    ...options,
    publicUrl: 'http://localhost:3000',
    host: '127.0.0.1',
    port: 0,
    trustedProxies: [],
    rateLimits: false,
    authenticate: (request) => Promise.resolve(callerOf(request)),
    isUnavailable,
  })
}

function callerOf(request: CredentialRequest): Caller | null {
  const sent = request.header(callerHeader)
  return sent === undefined ? null : (JSON.parse(sent) as Caller)
}

/** Headers of a request by this account: a person's, or a bot's. */
export function asAccount(
  accountId: string,
  given: { readonly bot?: boolean; readonly provedAt?: number } = {},
): Record<string, string> {
  const bot = given.bot ?? false
  const session = bot ? null : { id: accountId, personId: accountId, provedAt: given.provedAt ?? 0 }
  return { [callerHeader]: JSON.stringify({ actor: { accountId, bot }, session, administrator: false }) }
}

/** Headers of a request by exactly this caller. */
export function asCaller(caller: Caller): Record<string, string> {
  return { [callerHeader]: JSON.stringify(caller) }
}
