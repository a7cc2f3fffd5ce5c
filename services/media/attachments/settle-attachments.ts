import type { Media } from '../media.ts'
import { listUnsettledBundles, settleBundles } from './attachment-store.ts'
import { dropAttachments } from './drop-attachments.ts'

const afterMs = 10 * 60_000
const atOnce = 500

/** Bundles whose message should long have been written. */
export async function listUnsettled({ database, clock }: Media): Promise<string[]> {
  return listUnsettledBundles(database, new Date(clock.now() - afterMs), atOnce)
}

interface Settled {
  readonly kept: readonly string[]
  readonly gone: readonly string[]
}

export async function settleAttachments(media: Media, { kept, gone }: Settled): Promise<void> {
  await settleBundles(media.database, kept)
  await dropAttachments(media, { bundles: gone })
}
