import type { Chat } from '../chat.ts'
import type { Pair } from './change-between.ts'
import { haveSharedFriend, listSharedGuilds } from './relationship-store.ts'

/** Beyond these nobody is asked any more: it would only be a list to hide in. */
const mostRequests = 1000

/** Whether an account takes requests from another, as far as it would from anybody: a block is not looked at. */
export async function mayAsk({ blocks, database }: Chat, { accountId, otherId }: Pair): Promise<boolean> {
  const { friendSources, relationships } = await blocks.of(otherId)
  let waiting = 0
  for (const type of relationships.values()) if (type === 3) waiting += 1
  if (waiting >= mostRequests) return false
  if (friendSources.all) return true
  if (friendSources.mutualFriends && (await haveSharedFriend(database, accountId, otherId))) return true
  return friendSources.mutualGuilds && (await listSharedGuilds(database, accountId, otherId)).length > 0
}
