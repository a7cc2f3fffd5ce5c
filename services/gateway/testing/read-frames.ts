export interface ReadFrame {
  readonly t?: string | null
  readonly s?: number | null
  readonly op: number
  readonly d: unknown
}

/** Reads whole, unmasked text frames one after the other, as RFC 6455 lays them out. */
export function readFrames(bytes: Buffer): ReadFrame[] {
  const frames: ReadFrame[] = []
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] !== 0x81) throw new Error(`byte ${at} does not begin a text frame`)
    const short = bytes[at + 1] ?? 0
    const [start, length] =
      short < 126
        ? [at + 2, short]
        : short === 126
          ? [at + 4, bytes.readUInt16BE(at + 2)]
          : [at + 10, Number(bytes.readBigUInt64BE(at + 2))]
    frames.push(JSON.parse(bytes.toString('utf8', start, start + length)) as ReadFrame)
    at = start + length
  }
  return frames
}
