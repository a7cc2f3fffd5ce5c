/**
 * What is larger than NATS takes travels in parts, in order: a byte that says which part it is, eight bytes of who sends,
 * and a piece of the whole.
 */
const first = 0x31
const middle = 0x32
const last = 0x33
const senderLength = 8
const headLength = 1 + senderLength
/** More than this is nobody's event: some 30 times the longest message with everything in it. */
export const largestWhole = 32 * 1024 * 1024
const mostOpen = 1000

/** The parts of `whole`, none larger than `most` bytes; `whole` itself where it is small enough. */
export function toParts(whole: Buffer, sender: string, most: number): Buffer[] {
  if (whole.length <= most) return [whole]
  if (whole.length > largestWhole) throw new Error('an event is too large to be sent')
  const room = most - headLength
  const count = Math.ceil(whole.length / room)
  return Array.from({ length: count }, (_, index) => {
    const head = Buffer.alloc(headLength)
    head[0] = index === 0 ? first : index === count - 1 ? last : middle
    head.write(sender, 1, senderLength, 'latin1')
    return Buffer.concat([head, whole.subarray(index * room, (index + 1) * room)])
  })
}

/** Puts parts together again, by subject and sender. */
export class Parcels {
  readonly #open = new Map<string, Uint8Array[]>()

  /** The whole, where this was all of it or its last part; null while parts are missing. */
  take(subject: string, bytes: Uint8Array): Uint8Array | null {
    const kind = bytes[0]
    if (kind !== first && kind !== middle && kind !== last) return bytes
    const key = `${Buffer.from(bytes.subarray(1, headLength)).toString('latin1')} ${subject}`
    const parts = kind === first ? [] : this.#open.get(key)
    // Its beginning was lost.
    if (!parts) return null
    parts.push(bytes.subarray(headLength))
    this.#open.delete(key)
    if (kind === last) return Buffer.concat(parts)
    this.#keep(key, parts)
    return null
  }

  forget(): void {
    this.#open.clear()
  }

  /** Of senders that died half way, the longest dead goes first. */
  #keep(key: string, parts: Uint8Array[]): void {
    const [oldest] = this.#open.keys()
    if (this.#open.size >= mostOpen && oldest !== undefined) this.#open.delete(oldest)
    this.#open.set(key, parts)
  }
}
