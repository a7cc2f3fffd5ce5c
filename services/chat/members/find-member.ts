import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import type { GuildState, MemberState } from '../contract/index.ts'
import { standing } from './standing.ts'

/** A member of a guild, as of its snapshot or newer; null where the account is not in it. */
export async function findMember(
  chat: Chat,
  guild: GuildState,
  accountId: string,
): Promise<MemberState | null> {
  return (await chat.members.find(guild, [accountId])).get(accountId) ?? null
}

/** Who acts, with what holds it back now; null where they are not in the guild. */
export async function findActor(chat: Chat, guild: GuildState, by: Actor): Promise<MemberState | null> {
  const member = await findMember(chat, guild, by.accountId)
  return member && standing(chat, guild, member)
}

/** Those of the accounts that are members of a guild, by account id, as of its snapshot or newer. */
export async function findMembers(
  chat: Chat,
  guild: GuildState,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, MemberState>> {
  return accountIds.length === 0 ? new Map() : chat.members.find(guild, accountIds)
}
