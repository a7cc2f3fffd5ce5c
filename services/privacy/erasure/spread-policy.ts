const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Accounts of one person go within seven days of each other. */
const longestWindowMs = 7 * dayMs
const shortestWindowMs = dayMs

/** How much later than planned an account may go before its time says when the others went. */
const toleratedMs = hourMs / 4

/**
 * Over how long the accounts of one person are spread, in milliseconds; 0 without a grace. It leaves a day before the
 * law's last moment where there is one.
 */
export function windowMs(times: { graceDays: number; from: number; dueAt: number }): number {
  if (times.graceDays === 0) return 0
  return Math.max(shortestWindowMs, Math.min(longestWindowMs, times.dueAt - dayMs - times.from))
}

export interface Planned {
  readonly accountId: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * When each account goes: moments drawn evenly and each by itself, of which the latest is for the first of `accountIds`,
 * the primary one. `random` answers a whole number below its argument.
 */
export function spread(
  accountIds: readonly string[],
  window: { readonly from: number; readonly ms: number },
  random: (below: number) => number,
): Planned[] {
  const moments = accountIds.map(() => window.from + random(window.ms + 1))
  const last = moments.indexOf(Math.max(...moments))
  const [latest = window.from] = moments.splice(last, 1)
  return accountIds.map((accountId, index) => ({ accountId, at: moments[index - 1] ?? latest }))
}

/** Nothing ran when it was due: all that waited would go at one moment, which ties them together. */
export function isTooLate(due: number, now: number): boolean {
  return now - due > toleratedMs
}
