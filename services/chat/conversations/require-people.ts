import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import { requireFriend } from './may-write-to.ts'

/** Refuses all but people who are friends of who takes them into a group. */
export async function requirePeople(chat: Chat, by: Actor, accountIds: readonly string[]): Promise<void> {
  const users = await chat.authors.usersOfAccounts(accountIds)
  for (const accountId of accountIds) {
    const user = users.get(accountId) ?? refuse(refusals.unknown_user)
    if (user.bot) refuse(refusals.people_only)
    await requireFriend(chat, by.accountId, accountId)
  }
}
