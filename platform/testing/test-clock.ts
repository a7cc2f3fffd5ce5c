import type { Clock } from '../ids/index.ts'

/** A clock that stands still until it is told to go on. */
export interface TestClock extends Clock {
  advance(milliseconds: number): void
  set(milliseconds: number): void
}

/** Starts at 1 March 2026, noon UTC, unless said otherwise. */
export function testClock(start: number = Date.UTC(2026, 2, 1, 12)): TestClock {
  let now = start
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds
    },
    set(milliseconds) {
      now = milliseconds
    },
  }
}
