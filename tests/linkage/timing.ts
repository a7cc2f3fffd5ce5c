import { mannWhitney } from './mann-whitney.ts'
import { shuffled, type Pair } from './world.ts'

/** Something whose time an observer can take. */
export interface Timed {
  readonly name: string
  /** What is taken the time of, for both accounts of a pair, one right after the other. */
  readonly act: (face: Pair['a'], pair: Pair) => Promise<void>
  /** How many pairs at a time: more where the server works on several cores, to be done sooner. One unless said. */
  readonly atOnce?: number
  /** What has to have happened right before, outside of what is timed. */
  readonly prepare?: (face: Pair['a'], pair: Pair) => Promise<void>
  /** What has to be put right before the next time, outside of what is timed. */
  readonly undo?: (face: Pair['a'], pair: Pair) => Promise<void>
}

export const samplesOfEach = 1_000
const unlikely = 0.01
const mostRounds = 3

export interface Compared {
  /** The p of each round: how likely such times are where nothing differs. */
  readonly ps: readonly number[]
  /** Median time with linked and unlinked pairs, in milliseconds. */
  readonly medians: readonly [linked: number, unlinked: number]
}

/**
 * Takes the times of an act with linked and unlinked pairs, in an order of chance, and compares them. What looks unlikely
 * is taken again, at most twice, with new samples: chance does not come three times. Round after round grows quicker as
 * the server warms, so a few times at the beginning do not count.
 */
export async function compareTimes(
  timed: Timed,
  pairs: readonly Pair[],
  samples = samplesOfEach,
): Promise<Compared> {
  await takeTimes(timed, pairs, Math.ceil(samples / 20))
  const ps: number[] = []
  for (;;) {
    const { linked, unlinked } = await takeTimes(timed, pairs, samples)
    const p = mannWhitney(linked, unlinked)
    ps.push(p)
    if (p >= unlikely || ps.length === mostRounds) return { ps, medians: [median(linked), median(unlinked)] }
  }
}

/** Whether the times tell siblings from strangers. */
export function tells({ ps }: Compared): boolean {
  return ps.length === mostRounds && ps.every((p) => p < unlikely)
}

async function takeTimes(
  { prepare, act, undo, atOnce = 1 }: Timed,
  pairs: readonly Pair[],
  samples: number,
): Promise<{ linked: number[]; unlinked: number[] }> {
  const times = { linked: [] as number[], unlinked: [] as number[] }
  const take = async (pair: Pair) => {
    const side = pair.linked ? times.linked : times.unlinked
    for (const face of shuffled([pair.a, pair.b])) {
      await prepare?.(face, pair)
      const began = performance.now()
      await act(face, pair)
      side.push(performance.now() - began)
      await undo?.(face, pair)
    }
  }
  while (times.linked.length < samples || times.unlinked.length < samples)
    for (const some of chunks(shuffled(pairs), atOnce)) await Promise.all(some.map(take))
  return { linked: times.linked.slice(0, samples), unlinked: times.unlinked.slice(0, samples) }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return items.flatMap((_, index) => (index % size === 0 ? [items.slice(index, index + size)] : []))
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
