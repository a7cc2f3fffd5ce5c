import type { Event, EventData } from '../contract/index.ts'

export type Unsubscribe = () => void

/**
 * Realtime events between services and processes: fast, at most once, in order per topic and publisher. Topics are
 * `guild:ID`, `account:ID` or a fixed word. In one process values pass by reference and must not be changed.
 */
export interface Bus {
  /** Returns at once. A listener that throws is logged and does not stop the others. */
  publish<E extends Event>(topic: string, event: E, data: EventData<E>): void
  subscribe<E extends Event>(topic: string, event: E, listener: (data: EventData<E>) => void): Unsubscribe
}
