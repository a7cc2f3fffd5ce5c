import { crc32 } from 'node:zlib'

const signatureBytes = 8

/** What changes what is seen (PNG, third edition, 11): pixels, palette, transparency, colour, and what moves. */
const needed: ReadonlySet<string> = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'cHRM',
  'gAMA',
  'iCCP',
  'sBIT',
  'sRGB',
  'cICP',
  'mDCV',
  'cLLI',
  'bKGD',
  'pHYs',
  'acTL',
  'fcTL',
  'fdAT',
])

/** The chunks of a PNG that are needed to show it, up to its end. Null where it is not whole. */
export function cleanPng(bytes: Buffer): Buffer | null {
  const kept: Buffer[] = [bytes.subarray(0, signatureBytes)]
  for (let at = signatureBytes; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (needed.has(type)) {
      if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null
      kept.push(bytes.subarray(at, end))
    }
    if (type === 'IEND') return Buffer.concat(kept)
    at = end
  }
  return null
}

/** Whether it moves (PNG, third edition, 4.9). */
export function isAnimatedPng(bytes: Buffer): boolean {
  for (let at = signatureBytes; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'acTL') return true
    if (type === 'IDAT') return false
  }
  return false
}
