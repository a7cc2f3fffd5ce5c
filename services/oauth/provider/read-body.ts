import type { IncomingMessage } from 'node:http'

const longest = 16_384

/** A body of this type as text; null where it is another, or too long. */
export async function readBody(request: IncomingMessage, type: string): Promise<string | null> {
  if ((request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() !== type) return null
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longest) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
