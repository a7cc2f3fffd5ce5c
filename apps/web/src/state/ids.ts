/** Orders ids by age: they are decimal numbers too large for a `number`. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Whether `a` is younger than `b`; every id is younger than none. */
export function isNewer(a: string, b: string | null | undefined): boolean {
  return b === null || b === undefined || compareIds(a, b) > 0
}
