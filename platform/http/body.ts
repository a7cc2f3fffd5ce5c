import { isUtf8 } from 'node:buffer'
import { edgeRefusals, refuse } from '../contract/index.ts'

/** A body that came as a form with parts; only its `payload_json` is read. */
export class FormBody {
  readonly bytes: Buffer
  readonly boundary: string

  constructor(bytes: Buffer, boundary: string) {
    this.bytes = bytes
    this.boundary = boundary
  }
}

/** What the body holds: a JSON value, or undefined where it is empty. Refuses what cannot be read. */
export function readBody(body: unknown): unknown {
  if (body === undefined || body === null) return undefined
  const bytes = body instanceof FormBody ? payloadJson(body) : (body as Buffer)
  if (bytes.length === 0) return undefined
  // A lenient decoder would turn bytes that are not UTF-8 into U+FFFD and store what nobody wrote.
  if (!isUtf8(bytes)) refuse(edgeRefusals.malformed_body)
  const text = bytes.toString('utf8')
  const value = parseJson(text)
  if (suspicious.test(text) && isPoisoned(value)) refuse(edgeRefusals.malformed_body)
  return value
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse(edgeRefusals.malformed_body)
  }
}

/** May hold what `isPoisoned` looks for; escapes included, since keys can be written with them. */
const suspicious = /__proto__|\\u00/i

/** Whether a key would change a prototype, or a text holds U+0000, which PostgreSQL cannot store. */
function isPoisoned(root: unknown): boolean {
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === 'string' && value.includes('\0')) return true
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__' || key.includes('\0')) return true
      waiting.push(inner)
    }
  }
  return false
}

const mostParts = 20
const blankLine = Buffer.from('\r\n\r\n')

/**
 * The part `payload_json` of a form (RFC 7578). Files are refused: this edge does not take them, and dropping them in
 * silence would send half a message.
 */
function payloadJson(form: FormBody): Buffer {
  let found: Buffer | null = null
  for (const part of partsOf(form)) {
    const name = /\bname="([^"]*)"/i.exec(part.head)?.[1]
    if (/\bfilename\*?=/i.test(part.head) || name?.startsWith('files['))
      refuse({ ...edgeRefusals.unsupported_media_type, sentence: 'Files cannot be sent here.' })
    if (name === 'payload_json') found = part.content
  }
  return found ?? refuse(edgeRefusals.malformed_body)
}

interface Part {
  readonly head: string
  readonly content: Buffer
}

function partsOf(form: FormBody): Part[] {
  const { bytes } = form
  const delimiter = Buffer.from(`--${form.boundary}`)
  const parts: Part[] = []
  let at = bytes.indexOf(delimiter)
  while (at !== -1) {
    const start = at + delimiter.length
    if (bytes.toString('latin1', start, start + 2) === '--') return parts
    const end = bytes.indexOf(delimiter, start)
    const split = bytes.indexOf(blankLine, start)
    if (end === -1 || split === -1 || split > end || parts.length === mostParts) break
    parts.push({
      head: bytes.toString('latin1', start, split),
      content: bytes.subarray(split + blankLine.length, Math.max(split + blankLine.length, end - 2)),
    })
    at = end
  }
  return refuse(edgeRefusals.malformed_body)
}

/** The boundary of a form's media type; null where there is none or it is not one (RFC 2046, 5.1.1). */
export function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)
  return match?.[1] ?? match?.[2] ?? null
}
