import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import { sweepChannel } from '../channels/sweep-messages.ts'
import type { Chat } from '../chat.ts'
import { listLeftBehind, removeThreads } from './thread-store.ts'

/** Deletes the threads, with their messages, of a channel or a guild that is gone. */
export const sweepThreads = task(
  'chat.sweepThreads',
  z.object({ of: z.enum(['channel', 'guild']), id: z.string() }),
)

const atOnce = 100

/** In steps that hold up nobody. Answers how many messages that were. */
export async function sweepThreadsOf(
  chat: Chat,
  place: { readonly of: 'channel' | 'guild'; readonly id: string },
): Promise<number> {
  let messages = 0
  for (;;) {
    const threadIds = await listLeftBehind(chat.database, place, atOnce)
    if (threadIds.length === 0) return messages
    for (const id of threadIds) messages += await sweepChannel(chat, id)
    await removeThreads(chat.database, threadIds)
  }
}
