export type { Destination, Destinations, EgressReason } from './destinations.ts'
export * from './egress.ts'
export type { Resolve } from './hop.ts'
export { createLedger, type Ledger, type LedgerEntry } from './ledger.ts'
