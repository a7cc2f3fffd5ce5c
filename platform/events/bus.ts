import type { Event, EventData } from '../contract/index.ts'

export type Unsubscribe = () => void

/**
 * `cut`: events of other processes may be lost from now on; said again every few seconds until they come again.
 * `restored`: they come again.
 */
export type Lapse = 'cut' | 'restored'

/**
 * Realtime events between services and processes: fast, at most once, in order per topic and publisher. Topics are
 * `guild:ID`, `account:ID` or a fixed word. Listeners of the process that publishes are called before `publish` returns,
 * and are given the value itself, which must not be changed; those of other processes hear it soon after, as JSON
 * carries it (and bigints).
 */
export interface Bus {
  /** Tells everybody. Returns at once. A listener that throws is logged and does not stop the others. */
  publish<E extends Event>(topic: string, event: E, data: EventData<E>): void
  /** Tells this process alone: of what every process finds out by itself. */
  publishHere<E extends Event>(topic: string, event: E, data: EventData<E>): void
  /** What others publish from the next `settled` on is heard; what this process publishes, at once. */
  subscribe<E extends Event>(topic: string, event: E, listener: (data: EventData<E>) => void): Unsubscribe
  /**
   * Waits until what was subscribed holds everywhere and what was published is on its way to everybody. Resolves to
   * whether the latter is so: false means that others may never hear of it. Never rejects.
   */
  settled(): Promise<boolean>
  /** Whatever is kept in memory that others may change, and say so by an event, is to be let go of at each lapse. */
  onLapse(listener: (lapse: Lapse) => void): Unsubscribe
}
