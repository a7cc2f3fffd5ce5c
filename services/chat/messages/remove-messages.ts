import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import type { Place } from '../outbox/outbox-store.ts'
import { removeMessages, type MessageKey, type RemovedMessage } from './message-store.ts'
import { publishDeleted, publishDeletedTogether } from './publish-messages.ts'

const ids = z.array(z.string()).optional()

/** Deletes the files of messages and channels that are gone, and those that an edit took away. */
export const dropFiles = task('chat.dropFiles', z.object({ bundles: ids, ids, channelIds: ids }))

export interface Removal {
  /** Of one guild. */
  readonly keys: readonly MessageKey[]
  /** Those of this membership alone. */
  readonly authorRef?: string
  /** It is one, and told of as one. */
  readonly alone?: boolean
  /** What else is written where some were there. */
  readonly along?: (tx: Transaction<Schema>, removed: readonly RemovedMessage[]) => Promise<void>
}

/**
 * Removes messages for good, and their files soon after, and tells of it. Answers those that were there, newest first.
 */
export async function removeForGood(chat: Chat, removal: Removal): Promise<readonly RemovedMessage[]> {
  return changeAndTell(chat, {
    async apply(tx) {
      const gone = await removeMessages(tx, removal.keys, removal.authorRef ?? null)
      const bundles = gone.flatMap((one) => one.bundle ?? [])
      if (bundles.length > 0) await chat.jobs.add(tx, dropFiles, { bundles })
      if (gone.length > 0) await removal.along?.(tx, gone)
      return gone
    },
    about: ([first, ...others]) =>
      first ? { guild: first.guildId, deleted: [first, ...others].map(placeOf) } : null,
    tell(gone) {
      const [first] = gone
      for (const { channelId } of gone) chat.pages.forget(channelId)
      if (first && removal.alone) publishDeleted(chat, first.guildId, first)
      else if (first) publishDeletedTogether(chat, first.guildId, gone)
      return gone
    },
  })
}

function placeOf({ channelId, id }: MessageKey): Place {
  return [channelId, id]
}
