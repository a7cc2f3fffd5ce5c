import type { Chat } from '../chat.ts'
import { listBundles } from './message-store.ts'

/**
 * Says of files that were bound to messages whether those messages exist: what a crash between the two left is deleted, and
 * nothing else can be.
 */
export async function settleFiles(chat: Chat): Promise<void> {
  for (;;) {
    const { bundles } = await chat.media.listUnsettled({})
    if (bundles.length === 0) return
    const kept = await listBundles(chat.database, bundles)
    await chat.media.settleAttachments({ kept: [...kept], gone: bundles.filter((id) => !kept.has(id)) })
  }
}
