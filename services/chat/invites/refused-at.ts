import { setImmediate, setTimeout } from 'node:timers/promises'

/** More than the work behind a refusal takes on a machine that keeps up, and less than anybody notices. */
const refusalMs = 25

/**
 * Resolves when a refusal that began at `began` (of `performance.now()`) may be answered: always after the same time, so
 * that the work behind it cannot be told from how long it took. The last moments are waited for by turns of the loop,
 * since a timer is only good to a millisecond.
 */
export async function refusedAt(began: number): Promise<void> {
  const left = () => began + refusalMs - performance.now()
  while (left() > 0) await (left() > 2 ? setTimeout(left() - 2) : setImmediate())
}
