import { edgeRefusals, isUpload, refuse, Refusal, type Call } from '../contract/index.ts'
import type { EdgeExchange } from './exchange.ts'

/** How long a request may take to arrive whole; the listener ends it then. */
export const mostArrivalMs = 60_000

/** How long, and for how many bytes, we listen to the rest of a file that was refused: long enough to be heard. */
const lingerMs = 5_000

/** The bytes of an upload. Refuses at once what its headers say is too large or of a type that is not taken. */
export function incomingFile(exchange: EdgeExchange, call: Call): AsyncIterable<Uint8Array> {
  if (!isUpload(call)) throw new Error(`${call.name} takes no file`)
  const { headers } = exchange.request
  if (!call.takes.some((type) => covers(type, mediaTypeOf(headers['content-type']))))
    refuse(edgeRefusals.unsupported_media_type)
  if (Number(headers['content-length'] ?? 0) > call.bodyLimit) refuse(edgeRefusals.body_too_large)
  return limitedBody(exchange, call.bodyLimit)
}

function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

function covers(pattern: string, type: string): boolean {
  if (pattern === '*/*') return true
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern
}

/** The bytes of a request as they arrive. Refuses where they are more than `most` or break off. */
export async function* limitedBody({ request }: EdgeExchange, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    // The stream stays open when the reader stops: the refusal must still reach its sender.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > most) refuse(edgeRefusals.body_too_large)
      yield chunk
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    // Nobody is left to answer; whoever reads the file lets go of what it has.
    refuse(edgeRefusals.malformed_body)
  }
}

/**
 * Lets the rest of a refused file pass unread, so that its sender gets to hear the refusal, and ends the connection of one
 * who does not stop.
 */
export function letGo({ request }: EdgeExchange, most: number): void {
  if (request.complete || request.destroyed) return
  let left = most
  const end = () => request.destroy()
  const timer = setTimeout(end, lingerMs)
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) end()
  })
  request.once('close', () => clearTimeout(timer))
  request.on('error', end)
  request.resume()
}
