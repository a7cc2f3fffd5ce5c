import type { Clock } from '../ids/index.ts'
import type { Log } from '../log/index.ts'
import { durationBuckets, type Metrics } from '../metrics/index.ts'
import type { EgressReason } from './destinations.ts'

/** One attempt to reach the outside; a redirect begins another. */
export interface LedgerEntry {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly destination: string
  readonly purpose: string
  readonly host: string
  /** Null where there was no answer. */
  readonly status: number | null
  readonly bytesOut: number
  readonly bytesIn: number
  readonly ms: number
  readonly outcome: 'answered' | EgressReason
}

/** Writes one attempt down, as of now. */
export type Ledger = (entry: Omit<LedgerEntry, 'at'>) => void

export interface LedgerOptions {
  /** Keeps what is written, beyond the log. */
  readonly record?: (entry: LedgerEntry) => void
  readonly log: Log
  readonly metrics: Metrics
  readonly clock: Clock
}

/** The ledger of what leaves the program. For ways out that do not speak HTTP too: they write here by themselves. */
export function createLedger({ record, log, metrics, clock }: LedgerOptions): Ledger {
  const durations = metrics.histogram(
    'egress_request_seconds',
    'Time of requests to the outside.',
    durationBuckets,
    ['destination', 'outcome'],
  )
  return (entry) => {
    record?.({ at: clock.now(), ...entry })
    const { destination, outcome, ms, bytesIn: bytes } = entry
    durations.observe(ms / 1000, { destination, outcome })
    log.info('egress.request', { destination, outcome, ms, bytes, status: entry.status ?? undefined })
  }
}
