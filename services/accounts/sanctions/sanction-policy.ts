const hourMs = 3_600_000

/** A sibling follows after 1 to 24 hours. */
export const shortestDelayMs = hourMs
export const longestDelayMs = 24 * hourMs

/** How much later than planned a sanction may come before its time says when the others' came. */
const toleratedMs = hourMs / 4

/**
 * How long after a sanction another account of the same person gets it, in milliseconds. Drawn for each account by
 * itself, so that the times of two tell nothing. `random` answers a whole number below its argument.
 */
export function siblingDelay(random: (below: number) => number): number {
  return shortestDelayMs + random(longestDelayMs - shortestDelayMs + 1)
}

/** Nothing ran when it was due: all that waited would happen at one moment, which ties them together. */
export function isTooLate(due: number, now: number): boolean {
  return now - due > toleratedMs
}
