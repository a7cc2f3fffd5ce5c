import type { Clock } from '../ids/index.ts'
import type { Log } from '../log/index.ts'
import type { HistogramInstrument } from '../metrics/index.ts'
import type { ClientHop } from './client-address.ts'
import type { OutageLog } from './outage-log.ts'
import type { Origins } from './origins.ts'
import type { Authenticate } from './routes.ts'
import type { HeaderList } from './security-headers.ts'
import type { MakeBuckets } from './shared-buckets.ts'
import type { TokenBuckets } from './token-buckets.ts'

/** What every request of one process shares. */
export interface Edge {
  readonly secure: boolean
  readonly publicOrigin: string
  readonly origins: Origins
  readonly hop: (
    peer: string | undefined,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ) => ClientHop
  readonly authenticate: Authenticate
  /** The whole name of the cookie that carries a session. */
  readonly sessionCookie: string
  /** Counts every request by address; null where limits are off. */
  readonly general: TokenBuckets | null
  /** Counts all calls of a bot; null where limits are off. */
  readonly bots: TokenBuckets | null
  /** Counts what was answered with 401, 403 and 429, by address; null where limits are off. */
  readonly invalid: TokenBuckets | null
  readonly rateLimits: boolean
  readonly buckets: MakeBuckets
  readonly isUnavailable: (error: unknown) => boolean
  readonly durations: HistogramInstrument
  readonly headers: HeaderList
  readonly clock: Clock
  readonly log: Log
  readonly outages: OutageLog
  /** How long an answer may be waited for, in milliseconds. */
  readonly patienceMs: number
  /** Set when the process is about to end: connections are not kept after their answer. */
  closing: boolean
}
