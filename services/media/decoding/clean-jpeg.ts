const startOfScan = 0xda
const endOfImage = 0xd9
const comment = 0xfe
/** Bytes between markers (B.1.1.2). */
const fill = 0xff

/**
 * The segments of a JPEG that are needed to show it (ITU T.81, annex B), up to its end: further pictures and films that
 * phones write behind it go. What it says of its orientation is written anew. Null where it is not whole.
 */
export function cleanJpeg(bytes: Buffer): Buffer | null {
  if (bytes.readUInt16BE(0) !== 0xffd8) return null
  const kept: Buffer[] = []
  let orientation = 1
  for (let at = 2; at + 2 <= bytes.length;) {
    const part = partAt(bytes, at)
    if (part === null) return null
    if (part.marker === endOfImage) return assembled(kept, orientation)
    if (part.marker === 0xe1) orientation = orientationOf(part.bytes) ?? orientation
    if (isNeeded(part)) kept.push(part.marker === 0xe0 ? withoutThumbnail(part.bytes) : part.bytes)
    at += part.bytes.length
  }
  return null
}

interface Part {
  readonly marker: number
  readonly bytes: Buffer
}

/** A marker and what belongs to it, of a scan its coded data too. Null where it is not whole. */
function partAt(bytes: Buffer, at: number): Part | null {
  const marker = bytes[at + 1] ?? 0
  if (bytes[at] !== 0xff) return null
  if (marker === fill) return { marker, bytes: bytes.subarray(at, at + 1) }
  if (marker === endOfImage) return { marker, bytes: bytes.subarray(at, at + 2) }
  const head = at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0
  const end = at + 2 + head
  if (head < 2 || end > bytes.length) return null
  const last = marker === startOfScan ? endOfScan(bytes, end) : end
  return last === null ? null : { marker, bytes: bytes.subarray(at, last) }
}

/** Colour (ICC, Adobe) changes what is seen, and stays. */
function isNeeded({ marker, bytes }: Part): boolean {
  if (marker === 0xe0) return hasName(bytes, 'JFIF\0')
  if (marker === 0xe2) return hasName(bytes, 'ICC_PROFILE\0')
  if (marker === 0xee) return hasName(bytes, 'Adobe')
  return marker !== comment && marker !== fill && (marker < 0xe0 || marker > 0xef)
}

function hasName(segment: Buffer, name: string): boolean {
  return segment.toString('latin1', 4, 4 + name.length) === name
}

/** JFIF may hold a small picture of its own (ITU T.871, 10.1). */
function withoutThumbnail(segment: Buffer): Buffer {
  const head = Buffer.from(segment.subarray(0, 18))
  if (head.length < 18) return head
  head.writeUInt16BE(16, 2)
  head.writeUInt16BE(0, 16)
  return head
}

/** Where a marker follows the coded data: `FF 00` stands for `FF`, and restarts belong to it. */
function endOfScan(bytes: Buffer, from: number): number | null {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return null
}

function assembled(kept: readonly Buffer[], orientation: number): Buffer {
  const turned = orientation > 1 ? [orientationSegment(orientation)] : []
  return Buffer.concat([Buffer.of(0xff, 0xd8), ...turned, ...kept, Buffer.of(0xff, endOfImage)])
}

/** The tag 0x0112 of the first directory (EXIF 2.32, 4.6.4). */
function orientationOf(segment: Buffer): number | null {
  const tiff = segment.subarray(10)
  if (!hasName(segment, 'Exif\0\0') || tiff.length < 14) return null
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const read16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return null
  const count = read16(directory)
  for (
    let entry = directory + 2;
    entry < directory + 2 + count * 12 && entry + 12 <= tiff.length;
    entry += 12
  )
    if (read16(entry) === 0x0112) {
      const value = read16(entry + 8)
      return value >= 1 && value <= 8 ? value : null
    }
  return null
}

/** EXIF with one tag, and not a word more. */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const head = Buffer.of(0xff, 0xe1, 0, body.length + 2)
  return Buffer.concat([head, body])
}
