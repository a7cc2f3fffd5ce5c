const needed: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])

/** In VP8X: that EXIF and XMP follow. */
const metadataFlags = 0x0c

/** The chunks of a WebP that are needed to show it (RFC 9649, 2.7). Null where it is not whole. */
export function cleanWebp(bytes: Buffer): Buffer | null {
  const end = 8 + bytes.readUInt32LE(4)
  if (end > bytes.length) return null
  const kept: Buffer[] = []
  for (let at = 12; at + 8 <= end;) {
    const length = bytes.readUInt32LE(at + 4)
    const next = at + 8 + length + (length % 2)
    if (at + 8 + length > end) return null
    const type = bytes.toString('latin1', at, at + 4)
    if (needed.has(type))
      kept.push(type === 'VP8X' ? withoutFlags(bytes.subarray(at, next)) : bytes.subarray(at, next))
    at = next
  }
  if (kept.length === 0) return null
  const body = Buffer.concat(kept)
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}

function withoutFlags(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk)
  copy[8] = (copy[8] ?? 0) & ~metadataFlags
  return copy
}
