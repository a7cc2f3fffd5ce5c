import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import { changeBetween } from './change-between.ts'

/** Ends a friendship, takes back or turns down a request, or lifts a block. Does nothing twice. */
export async function deleteRelationship(chat: Chat, by: Actor, otherId: string): Promise<void> {
  if (by.bot) refuse(refusals.people_only)
  if (otherId === by.accountId) return
  await changeBetween(chat, { accountId: by.accountId, otherId }, ({ own, theirs }) => ({
    own: null,
    // What the other blocked stays blocked; a block that is lifted ends nothing else.
    theirs: own === null || own === 2 || theirs === 2 ? theirs : null,
  }))
}
