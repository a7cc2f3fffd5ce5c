import { randomInt } from 'node:crypto'

/** A uniform random integer from 0 to `below` - 1, from the system's generator. */
export function randomBelow(below: number): number {
  return randomInt(below)
}
