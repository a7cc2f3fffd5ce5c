import { randomBytes } from 'node:crypto'
import { PrintableError } from '@alles/platform/log'
import type { BlobStore } from './blob-store.ts'

/** Writes, reads and removes a blob. Gives a sentence for each fault. */
export async function examineStore(store: BlobStore): Promise<string[]> {
  const name = `${randomBytes(16).toString('hex')}.probe`
  const bytes = randomBytes(32)
  try {
    await store.write(name, bytes)
    const read = await store.read(name)
    await store.remove([name])
    if (read && bytes.equals(read)) return []
    return [
      'Where pictures are kept, something else is read than was written: look after the disk or the S3 store.',
    ]
  } catch (error) {
    return [
      `Where pictures are kept, nothing can be written (${reasonOf(error)}): look after DATA_DIR/blobs, or what ALLES_S3_URL names.`,
    ]
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof PrintableError) return error.message
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
