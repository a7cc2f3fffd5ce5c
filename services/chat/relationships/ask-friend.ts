import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals, relationshipRefusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { refusedAt } from '../invites/refused-at.ts'
import { requireStanding } from '../members/add-member.ts'
import { changeBetween, type Pair } from './change-between.ts'
import { mayAsk } from './may-ask.ts'
import { countRelationships, type Between } from './relationship-store.ts'

const mostFriends = 1000
const mostAskedADay = 100
const dayMs = 24 * 60 * 60 * 1000

/**
 * Asks an account to be friends, or accepts where it has asked. One that blocked the caller hears nothing of it; the
 * caller cannot tell, by the answer or by how long it took.
 */
export async function askFriend(chat: Chat, by: Actor, otherId: string): Promise<void> {
  const began = performance.now()
  const pair = { accountId: by.accountId, otherId }
  if (by.bot) refuse(refusals.people_only)
  if (otherId === by.accountId) refuse(relationshipRefusals.cannot_befriend_self)
  const user = (await chat.authors.usersOfAccounts([otherId])).get(otherId)
  if (!user) return refuse(refusals.unknown_user)
  const mayBeAsked = !user.bot && (await mayAsk(chat, pair))
  await changeBetween(chat, pair, async (before, tx) => {
    await requireStanding(chat, tx, by.accountId)
    await requireStanding(chat, tx, otherId)
    return judge(chat, tx, { pair, before, mayBeAsked })
  })
  await refusedAt(began)
}

interface Asking {
  readonly pair: Pair
  readonly before: Between
  readonly mayBeAsked: boolean
}

async function judge(
  chat: Chat,
  tx: Transaction<Schema>,
  { pair, before, mayBeAsked }: Asking,
): Promise<Between> {
  const { own, theirs } = before
  if (own === 1) refuse(relationshipRefusals.already_friends)
  if (theirs === 4) {
    for (const accountId of [pair.accountId, pair.otherId]) await requireRoom(tx, accountId)
    return { own: 1, theirs: 1 }
  }
  if (!mayBeAsked) refuse(relationshipRefusals.requests_disabled)
  if (own !== 4) await requireFewRequests(chat, tx, pair.accountId)
  return { own: 4, theirs: theirs === 2 ? 2 : 3 }
}

async function requireRoom(tx: Transaction<Schema>, accountId: string): Promise<void> {
  const friends = await countRelationships(tx, { accountId, type: 1, since: new Date(0) })
  if (friends >= mostFriends) refuse(relationshipRefusals.too_many_friends)
}

async function requireFewRequests(chat: Chat, tx: Transaction<Schema>, accountId: string): Promise<void> {
  const since = new Date(chat.clock.now() - dayMs)
  const asked = await countRelationships(tx, { accountId, type: 4, since })
  if (asked >= mostAskedADay) refuse(relationshipRefusals.too_many_requests)
}
