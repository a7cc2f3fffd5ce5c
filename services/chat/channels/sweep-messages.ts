import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Chat } from '../chat.ts'
import { removeOldest } from './channel-store.ts'

/** Deletes the messages of a channel that is gone. */
export const sweepMessages = task('chat.sweepMessages', z.object({ channelId: z.string() }))

const atOnce = 2000

/** In steps that hold up nobody; the files first, which nothing would lead to afterwards. Answers how many messages that were. */
export async function sweepChannel(chat: Chat, channelId: string): Promise<number> {
  await chat.media.dropAttachments({ channelIds: [channelId] })
  let swept = 0
  for (;;) {
    const removed = await removeOldest(chat.database, channelId, atOnce)
    swept += removed
    if (removed < atOnce) return swept
  }
}
