import type { Chat } from '../chat.ts'
import type { GuildState, MemberState } from '../contract/index.ts'

/** A member of a guild, as of its snapshot or newer; null where the account is not in it. */
export async function findMember(
  chat: Chat,
  guild: GuildState,
  accountId: string,
): Promise<MemberState | null> {
  return (await chat.members.find(guild, [accountId])).get(accountId) ?? null
}

/** Those of the accounts that are members of a guild, by account id, as of its snapshot or newer. */
export async function findMembers(
  chat: Chat,
  guild: GuildState,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, MemberState>> {
  return accountIds.length === 0 ? new Map() : chat.members.find(guild, accountIds)
}
