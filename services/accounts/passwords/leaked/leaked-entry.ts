import { hash } from 'node:crypto'

/** Bytes of an entry: the beginning of a SHA-1, the form in which lists of leaked passwords are published. */
export const entryBytes = 8

/** With a thousand million entries, one password in twenty thousand million is taken for a leaked one. */
export function entryOf(password: string): bigint {
  return entryOfSha1(hash('sha1', password, 'buffer'))
}

export function entryOfSha1(sha1: Buffer): bigint {
  return sha1.readBigUInt64BE(0)
}

/** Whether a sorted list holds an entry. */
export function holds(sorted: BigUint64Array, entry: bigint): boolean {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = sorted[middle] ?? 0n
    if (found === entry) return true
    if (found < entry) low = middle + 1
    else high = middle - 1
  }
  return false
}
