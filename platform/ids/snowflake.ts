import type { Clock } from './clock.ts'

/** Milliseconds from 1970 to the first second of 2015, from which Discord's ids count. */
export const epoch = 1_420_070_400_000

/** When an id was made, in milliseconds since 1970. */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + epoch
}

/** The smallest id of a moment: for paging by time. */
export function firstIdAt(milliseconds: number): bigint {
  return BigInt(Math.max(0, Math.floor(milliseconds) - epoch)) << 22n
}

export interface Ids {
  /** A new id: 42 bits of time, 10 of this process's number, 12 counting within the millisecond. Strictly rising. */
  next(): string
  /** An id whose time lies at random in the 30 days before now and whose rest is random: it has no neighbours. */
  blurred(): string
}

/**
 * Makes ids. `worker` (0 to 1023) must differ between processes that share a database. When the clock steps back, ids
 * go on from the last one.
 */
export function createIds(clock: Clock, worker: number, random: (below: number) => number): Ids {
  if (!Number.isInteger(worker) || worker < 0 || worker > 1023)
    throw new Error(`${worker} is not a worker number`)
  let last = 0
  let count = 0
  return {
    next() {
      const now = Math.floor(clock.now())
      if (now > last) {
        last = now
        count = 0
      } else if (count === 4095) {
        last += 1
        count = 0
      } else count += 1
      return ((BigInt(last - epoch) << 22n) | (BigInt(worker) << 12n) | BigInt(count)).toString()
    },
    blurred() {
      const month = 30 * 24 * 60 * 60 * 1000
      const moment = Math.floor(clock.now()) - random(month)
      return ((BigInt(moment - epoch) << 22n) | BigInt(random(1 << 22))).toString()
    },
  }
}
