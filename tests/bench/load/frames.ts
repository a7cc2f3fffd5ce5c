/** Reads what a WebSocket server sends, without a copy and without looking into it: RFC 6455, section 5.2. */
export class FrameReader {
  readonly #heard: (payload: Buffer) => void
  #rest: Buffer | null = null

  /** `heard` is given each data frame's payload, a view that is only good until it returns. */
  constructor(heard: (payload: Buffer) => void) {
    this.#heard = heard
  }

  take(part: Buffer): void {
    let data = this.#rest ? Buffer.concat([this.#rest, part]) : part
    let at = 0
    for (;;) {
      const frame = frameAt(data, at)
      if (!frame) break
      if ((data[at] ?? 0) % 16 < 8) this.#heard(data.subarray(frame.from, frame.to))
      at = frame.to
    }
    data = data.subarray(at)
    this.#rest = data.length === 0 ? null : data
  }
}

function frameAt(data: Buffer, at: number): { from: number; to: number } | null {
  if (data.length < at + 2) return null
  const short = (data[at + 1] ?? 0) % 128
  const wide = short === 126 ? 2 : short === 127 ? 8 : 0
  const from = at + 2 + wide
  if (data.length < from) return null
  const length =
    wide === 0 ? short : wide === 2 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2))
  return data.length < from + length ? null : { from, to: from + length }
}

/** A text frame as a client sends it; the mask is zero, which leaves the text as it is. */
export function clientFrame(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value))
  const head = Buffer.alloc(text.length < 126 ? 6 : 8)
  head[0] = 0x81
  head[1] = 0x80 | (text.length < 126 ? text.length : 126)
  if (text.length >= 126) head.writeUInt16BE(text.length, 2)
  return Buffer.concat([head, text])
}
