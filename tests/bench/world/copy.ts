import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { Stores } from './stores.ts'

/** A value as COPY writes it; none of ours holds a tab or a line break. */
export type Value = string | number | boolean | Date | Uint8Array | null

/** Puts rows into a table as fast as PostgreSQL takes them. `statement`: `table (columns)`. */
export async function copyRows(
  { sql }: Stores,
  statement: string,
  batches: AsyncIterable<readonly Value[][]> | Iterable<readonly Value[][]>,
): Promise<void> {
  const stream = await sql.unsafe(`copy ${statement} from stdin`).writable()
  const end = finished(stream)
  for await (const rows of batches) {
    const text = rows.map((row) => row.map(written).join('\t')).join('\n')
    if (text !== '' && !stream.write(`${text}\n`)) await Promise.race([once(stream, 'drain'), end])
  }
  stream.end()
  await end
}

function written(value: Value): string {
  if (value === null) return '\\N'
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    return `\\\\x${bytes.toString('hex')}`
  }
  return String(value)
}
