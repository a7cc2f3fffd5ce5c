import type { Chat } from '../chat.ts'
import { destroyKeys } from '../guilds/purge-guild.ts'
import { deleteAllBy } from '../messages/delete-all-by.ts'
import { waitForGroups } from '../messages/group-store.ts'
import { findNewestBy } from '../messages/message-store.ts'
import { deleteVotesBy } from '../polls/delete-votes-by.ts'
import { deleteReactionsBy } from '../reactions/delete-reactions-by.ts'
import { addCleared, endClearing, findClearing, settleNewest, type ClearingKey } from './clearing-store.ts'

/** As long as another process may still believe in the old key: what it seals with it is refused, not lost. */
const keyLivesOnMs = 10_000

/**
 * Up to which message everything goes: the newest of those that were written before the new key. Groups that were on their
 * way when the key was exchanged are waited for; nothing that is sealed with the old key comes after them.
 */
export async function settleExtent(chat: Chat, key: ClearingKey): Promise<string> {
  await waitForGroups(chat.database, key.ref)
  return settleNewest(chat.database, key, (await findNewestBy(chat.database, key.ref)) ?? '0')
}

/** Deletes the messages, takes reactions and votes back, and then destroys the key they were sealed with. Interrupted, it goes on where it was. */
export async function runClearing(chat: Chat, key: ClearingKey): Promise<void> {
  const { database } = chat
  const clearing = await findClearing(database, key)
  if (!clearing || clearing.done_at !== null) return
  const newest = clearing.newest ?? (await settleExtent(chat, key))
  await deleteAllBy(chat, key.ref, { newest, deleted: (count) => addCleared(database, key, count) })
  await deleteReactionsBy(chat, { ...key, keyId: clearing.old_key_id })
  await deleteVotesBy(chat, { ...key, keyId: clearing.old_key_id })
  await database.transaction(async (tx) => {
    await endClearing(tx, key, new Date(chat.clock.now()))
    const at = chat.clock.now() + keyLivesOnMs
    await chat.jobs.add(tx, destroyKeys, { ids: [clearing.old_key_id] }, { at })
  })
}
