import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Database } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import { removeOldest } from './channel-store.ts'

/** Deletes the messages of a channel that is gone. */
export const sweepMessages = task('chat.sweepMessages', z.object({ channelId: z.string() }))

const atOnce = 2000

/** In steps that hold up nobody. Answers how many messages that were. */
export async function sweepChannel(database: Database<Schema>, channelId: string): Promise<number> {
  let swept = 0
  for (;;) {
    const removed = await removeOldest(database, channelId, atOnce)
    swept += removed
    if (removed < atOnce) return swept
  }
}
