import { edgeRefusals, refuse, type Call } from '../contract/index.ts'
import { boundaryOf } from './body.ts'
import type { EdgeExchange } from './exchange.ts'
import { readParts, type FormPart } from './form-parts.ts'
import { limitedBody } from './incoming-file.ts'
import type { Exchange, FormReception } from './routes.ts'

const mostFields = 20

/** A form that was read to its end. */
export interface TakenForm {
  /** Its `payload_json`, or its fields as an object of texts. */
  readonly body: Buffer
  readonly received: unknown[]
}

interface Taking {
  readonly exchange: EdgeExchange & Exchange
  readonly call: Call
  readonly reception: FormReception<unknown>
}

export function isForm(exchange: EdgeExchange): boolean {
  return /^multipart\/form-data\s*;/i.test(exchange.header('content-type') ?? '')
}

/**
 * Takes a form's files as they arrive, each read to its end before the next. Where it is refused or breaks off, those that
 * were received are let go of again.
 */
export async function takeForm({ exchange, call, reception }: Taking): Promise<TakenForm> {
  const boundary = boundaryOf(exchange.header('content-type') ?? '') ?? refuse(edgeRefusals.malformed_body)
  if (Number(exchange.header('content-length') ?? 0) > reception.mostBytes)
    refuse(edgeRefusals.body_too_large)
  const fields = new Map<string, Buffer>()
  const received: unknown[] = []
  try {
    for await (const part of readParts(limitedBody(exchange, reception.mostBytes), boundary)) {
      if (part.fileName === null) await takeField(part, fields)
      else if (received.length === call.files?.most) refuse(edgeRefusals.too_many_files)
      else received.push(await reception.receive({ ...part, fileName: part.fileName }, exchange))
    }
    return { body: bodyOf(fields), received }
  } catch (error) {
    await reception.discard(received, exchange)
    throw error
  }
}

const mostFieldBytes = 256 * 1024

async function takeField({ name, bytes }: FormPart, fields: Map<string, Buffer>): Promise<void> {
  if (fields.has(name) || fields.size === mostFields) refuse(edgeRefusals.malformed_body)
  const chunks: Uint8Array[] = []
  let left = mostFieldBytes
  for await (const chunk of bytes) {
    left -= chunk.byteLength
    if (left < 0) refuse(edgeRefusals.body_too_large)
    chunks.push(chunk)
  }
  fields.set(name, Buffer.concat(chunks))
}

function bodyOf(fields: ReadonlyMap<string, Buffer>): Buffer {
  const texts = [...fields].map(([name, bytes]) => [name, bytes.toString('utf8')])
  return fields.get('payload_json') ?? Buffer.from(JSON.stringify(Object.fromEntries(texts)))
}
