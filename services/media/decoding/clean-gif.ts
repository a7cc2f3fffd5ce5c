const extension = 0x21
const image = 0x2c
const trailer = 0x3b
const graphicControl = 0xf9
const application = 0xff

/** The blocks of a GIF that are needed to show it and let it move (GIF89a), up to its end. Null where it is not whole. */
export function cleanGif(bytes: Buffer): Buffer | null {
  let at = 13 + colourTable(bytes[10])
  const kept: Buffer[] = [bytes.subarray(0, at)]
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === trailer) {
      kept.push(Buffer.of(trailer))
      return Buffer.concat(kept)
    }
    const end =
      kind === image ? endOfImage(bytes, at) : kind === extension ? endOfBlocks(bytes, at + 2) : null
    if (end === null) return null
    if (kind === image || isNeeded(bytes, at)) kept.push(bytes.subarray(at, end))
    at = end
  }
  return null
}

/** How many bytes of colours a field of flags announces. */
function colourTable(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}

function isNeeded(bytes: Buffer, at: number): boolean {
  const label = bytes[at + 1]
  if (label === graphicControl) return true
  return (
    label === application && /^(NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(bytes.toString('latin1', at + 3, at + 14))
  )
}

function endOfImage(bytes: Buffer, at: number): number | null {
  return endOfBlocks(bytes, at + 11 + colourTable(bytes[at + 9]))
}

/** Blocks say their length; one of none ends them. */
function endOfBlocks(bytes: Buffer, from: number): number | null {
  for (let at = from; at < bytes.length;) {
    const length = bytes[at] ?? 0
    at += 1 + length
    if (length === 0) return at
  }
  return null
}
