import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals, relationshipRefusals } from '../contract/index.ts'
import { findPair } from '../conversations/conversation-store.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { requireStanding } from '../members/add-member.ts'
import { changeBetween } from './change-between.ts'
import { countRelationships } from './relationship-store.ts'

const mostBlocked = 10_000

/** Blocks an account, and ends what was between the two. It hears of an end, as if the caller had ended it, and of no block. */
export async function blockAccount(chat: Chat, by: Actor, otherId: string): Promise<void> {
  const { accountId } = by
  if (by.bot) refuse(refusals.people_only)
  if (otherId === accountId) refuse(relationshipRefusals.cannot_befriend_self)
  if (!(await chat.authors.usersOfAccounts([otherId])).has(otherId)) refuse(refusals.unknown_user)
  await changeBetween(chat, { accountId, otherId }, async ({ theirs }, tx) => {
    await requireStanding(chat, tx, accountId)
    await requireStanding(chat, tx, otherId)
    const blocked = await countRelationships(tx, { accountId, type: 2, since: new Date(0) })
    if (blocked >= mostBlocked) refuse(relationshipRefusals.too_many_blocked)
    return { own: 2, theirs: theirs === 2 ? 2 : null }
  })
  await judgeAgain(chat, accountId, otherId)
}

/** A message to each other that is on its way was judged before the block: a new version has it judged again. */
async function judgeAgain(chat: Chat, accountId: string, otherId: string): Promise<void> {
  const guildId = await findPair(chat.database, accountId, otherId)
  if (guildId === null) return
  await changeGuild(chat, guildId, {
    apply: async () => undefined,
    next: (before) => before,
    announce: () => [],
  })
}
