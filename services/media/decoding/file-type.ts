/**
 * Whether a file begins as one of the kinds we read: PNG, JPEG, GIF, WebP or AVIF. All else is turned away before
 * anything tries to understand it.
 */
export function looksLikePicture(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n') || head.startsWith('\xff\xd8\xff')) return true
  if (/^GIF8[79]a/.test(head)) return true
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return true
  // ISO 14496-12, 4.3: a file type box, with the brands of AVIF.
  return head.slice(4, 8) === 'ftyp' && /avi[fs]/.test(head.slice(8))
}
