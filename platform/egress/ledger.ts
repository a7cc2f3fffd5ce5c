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
