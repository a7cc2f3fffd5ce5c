const day = 86_400_000

/** How long a key signs. */
export const signsForMs = 90 * day
/** How long it stays known after that, for what it signed and for hints made of it. */
export const knownForMs = 30 * day
/** A new key is shown this long before it signs, so that every process and every cache knows it by then. */
export const shownBeforeMs = 5 * 60_000

interface Aged {
  readonly algorithm: string
  readonly created_at: Date
}

/** Whether it is time for a new key of this algorithm. */
export function isDue(keys: readonly Aged[], algorithm: string, now: number): boolean {
  return !keys.some((key) => key.algorithm === algorithm && now - key.created_at.getTime() < signsForMs)
}

/** Keys in the order in which they are to be used: of each algorithm the newest that has been shown long enough, or the first. */
export function inOrderOfUse<K extends Aged>(keys: readonly K[], now: number): K[] {
  const fresh = (key: K) => now - key.created_at.getTime() < shownBeforeMs
  const newest = (one: K, other: K) => other.created_at.getTime() - one.created_at.getTime()
  return [
    ...keys.filter((key) => !fresh(key)).toSorted(newest),
    ...keys.filter(fresh).toSorted(newest).toReversed(),
  ]
}
