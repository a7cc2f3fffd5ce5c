const firstMs = 500
const longestMs = 30_000

/**
 * How long to wait before the next attempt, in milliseconds: twice as long after each failure, half of it by chance,
 * so that a thousand browsers do not come back in the same moment.
 */
export function backoff(failures: number, random: () => number): number {
  const span = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1))
  return Math.round(span / 2 + (random() * span) / 2)
}
