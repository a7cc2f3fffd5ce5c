import type { Chat } from '../chat.ts'
import { waitForGroups } from './group-store.ts'
import { listNewestBy } from './message-store.ts'
import { removeForGood } from './remove-messages.ts'

const atOnce = 500
const lastId = '9223372036854775807'

export interface Extent {
  /** No message below this id. */
  readonly oldest?: string
  /** No message above this id. */
  readonly newest?: string
  /** Hears of each step how many messages went. */
  readonly deleted?: (count: number) => Promise<void>
}

/**
 * Deletes for good all that a membership wrote, newest first, telling of it as it goes, and answers how many messages that
 * were. Once the membership has left its guild, nothing comes after. Interrupted, it is simply done again.
 */
export async function deleteAllBy(chat: Chat, membershipRef: string, extent: Extent = {}): Promise<number> {
  const { oldest = '0' } = extent
  await waitForGroups(chat.database, membershipRef)
  let deleted = 0
  let newest = extent.newest ?? lastId
  for (;;) {
    const keys = await listNewestBy(chat.database, { authorRef: membershipRef, newest, oldest }, atOnce)
    const last = keys.at(-1)
    if (!last) return deleted
    const removed = await removeForGood(chat, { keys, authorRef: membershipRef })
    deleted += removed.length
    await extent.deleted?.(removed.length)
    // Messages of several channels may share an id: those with this one that did not fit are next.
    newest = last.id
  }
}
