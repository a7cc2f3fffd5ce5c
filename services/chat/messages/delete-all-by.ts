import type { Chat } from '../chat.ts'
import { waitForGroups } from './group-store.ts'
import { listNewestBy, removeMessagesBy } from './message-store.ts'
import { publishDeletedTogether } from './publish-messages.ts'

const atOnce = 500
const lastId = '9223372036854775807'

/**
 * Deletes for good all that a membership wrote, down to the id `oldest`, newest first, telling of it as it goes, and answers how many messages
 * that were. Once the membership has left its guild, nothing comes after. Interrupted, it is simply done again.
 */
export async function deleteAllBy(chat: Chat, membershipRef: string, oldest = '0'): Promise<number> {
  await waitForGroups(chat.database, membershipRef)
  let deleted = 0
  let newest = lastId
  for (;;) {
    const keys = await listNewestBy(chat.database, { authorRef: membershipRef, newest, oldest }, atOnce)
    const last = keys.at(-1)
    if (!last) return deleted
    const removed = await removeMessagesBy(chat.database, membershipRef, keys)
    for (const [guildId, gone] of Map.groupBy(removed, (one) => one.guildId))
      publishDeletedTogether(chat, guildId, gone)
    deleted += removed.length
    // Messages of several channels may share an id: those with this one that did not fit are next.
    newest = last.id
  }
}
