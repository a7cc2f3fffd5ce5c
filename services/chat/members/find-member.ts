import type { Chat } from '../chat.ts'
import type { GuildState, MemberState } from '../contract/index.ts'

/** A member of a guild as of its snapshot; null where the account is not in it. */
export async function findMember(
  chat: Chat,
  guild: GuildState,
  accountId: string,
): Promise<MemberState | null> {
  return (await findMembers(chat, guild, [accountId])).get(accountId) ?? null
}

/** Those of the accounts that are members of a guild, by account id. */
export async function findMembers(
  _chat: Chat,
  guild: GuildState,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, MemberState>> {
  const found = accountIds.flatMap((id) => guild.members.get(id) ?? [])
  return new Map(found.map((member) => [member.accountId, member]))
}
