import { isUtf8 } from 'node:buffer'
import { looksLikePicture } from '../decoding/file-type.ts'

export const anyType = 'application/octet-stream'
const textType = 'text/plain'

/** How much of a file's beginning tells its kind. */
export const headBytes = 4096

/** A picture that has to be read to be told; everything else is known by its beginning. */
export type Kind = { readonly picture: true } | { readonly picture: false; readonly mediaType: string }

/**
 * What a file is by how it begins (https://mimesniff.spec.whatwg.org). Only what browsers can show or play without
 * running anything has a type of its own.
 */
export function kindOf(head: Uint8Array): Kind {
  if (looksLikePicture(head)) return { picture: true }
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, headBytes))
  return {
    picture: false,
    mediaType: typeOf(text.toString('latin1')) ?? (isText(text) ? textType : anyType),
  }
}

function typeOf(head: string): string | null {
  if (head.slice(4, 8) === 'ftyp') return container(head.slice(8, 12))
  if (head.startsWith('\x1a\x45\xdf\xa3')) return head.slice(0, 64).includes('webm') ? 'video/webm' : null
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WAVE') return 'audio/wav'
  if (head.startsWith('OggS')) return head.slice(0, 64).includes('theora') ? 'video/ogg' : 'audio/ogg'
  if (head.startsWith('fLaC')) return 'audio/flac'
  return head.startsWith('ID3') || /^\xff[\xfb\xfa\xf3\xf2][^\xf0-\xff]/.test(head) ? 'audio/mpeg' : null
}

/** ISO 14496-12, by its major brand. */
function container(brand: string): string | null {
  if (brand === 'qt  ') return 'video/quicktime'
  if (/^M4[AB] $/.test(brand)) return 'audio/mp4'
  return /^(iso[m2-9]|mp4[12]|avc1|M4V |dash|MSNV)$/.test(brand) ? 'video/mp4' : null
}

/** UTF-8 without control characters, as far as can be seen; the last letter may be cut off. */
function isText(head: Buffer): boolean {
  const whole = head.byteLength < headBytes ? head : head.subarray(0, lastLetter(head))
  // oxlint-disable-next-line no-control-regex -- what text has not
  return isUtf8(whole) && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(whole.toString('latin1'))
}

function lastLetter(head: Buffer): number {
  let at = head.byteLength
  while (at > head.byteLength - 4 && ((head[at - 1] ?? 0) & 0xc0) === 0x80) at -= 1
  return Math.max(0, at - 1)
}

const texts =
  /\.(txt|text|log|md|markdown|rst|csv|tsv|json|jsonl|ndjson|ya?ml|toml|ini|cfg|conf|env|diff|patch|srt|vtt|tex|sql|c|h|cc|cpp|hpp|cs|css|go|java|js|jsx|kt|lua|mjs|php|pl|py|r|rb|rs|scala|sh|swift|ts|tsx|zig)$/i

/** What an attachment is shown as: by its bytes, and of texts only those whose name says that they are one. */
export function shownType(mediaType: string, filename: string): string {
  if (mediaType === textType) return texts.test(filename) ? 'text/plain; charset=utf-8' : anyType
  return mediaType === 'video/mp4' && /\.(m4a|m4b)$/i.test(filename) ? 'audio/mp4' : mediaType
}
