import { edgeRefusals, Refusal } from '../contract/index.ts'

/**
 * Gives what `work` gives, or refuses where that takes longer than `milliseconds`: a database that is frozen or cut off
 * says nothing at all. The work goes on, so whether it was done cannot be known then.
 */
export async function inTime<T>(work: Promise<T> | T, milliseconds: number): Promise<T> {
  if (!(work instanceof Promise)) return work
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(edgeRefusals.no_answer, { retryAfter: 1 })), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
