/** From the first byte up to and without the last. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/**
 * The one part that a `Range` header asks for (RFC 9110, 14.1.2). Null, for the whole, where there is no header, or one
 * that may be passed over: another unit, several parts at once, or nonsense.
 */
export function byteRange(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '') ?? []
  if (first === '') return last === '' ? null : lastBytes(Number(last), bytes)
  const [from, to] = [Number(first), last === '' ? bytes : Number(last) + 1]
  if (last !== '' && to <= from) return null
  return from >= bytes ? 'unsatisfiable' : { from, to: Math.min(to, bytes) }
}

function lastBytes(count: number, bytes: number): ByteRange | 'unsatisfiable' {
  const length = Math.min(count, bytes)
  return length === 0 ? 'unsatisfiable' : { from: bytes - length, to: bytes }
}
