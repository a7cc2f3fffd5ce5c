import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PageOptions } from '@alles/platform/http'

const built = join(import.meta.dirname, '../web/dist')

/** The built web client; null where it has not been built. */
export async function webClient(): Promise<PageOptions | null> {
  const index = await readFile(join(built, 'index.html'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (index === null) return null
  const parts = index.split('__CSP_NONCE__')
  return { index: (nonce) => parts.join(nonce), assetsDirectory: built, trustedTypes: ['alles-worker'] }
}
