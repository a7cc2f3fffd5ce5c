import type { Chat } from '../chat.ts'
import type { GuildState, MemberState, User } from '../contract/index.ts'
import { findMembers } from './find-member.ts'

/** Members who go by a name that begins with `query`, whatever the case, by name. */
export async function searchMembers(
  chat: Chat,
  guild: GuildState,
  { query, limit }: { readonly query: string; readonly limit: number },
): Promise<MemberState[]> {
  const ids = await chat.names.find(guild, query, limit)
  const [members, users] = await Promise.all([
    findMembers(chat, guild, ids),
    chat.authors.usersOfAccounts(ids),
  ])
  return ids.flatMap((id) => {
    const member = members.get(id)
    return member && goesBy(member, users.get(id), query) ? [member] : []
  })
}

/** What was found in memory is judged by how it is now. */
function goesBy(member: MemberState, user: User | undefined, query: string): boolean {
  const wanted = query.toLowerCase()
  return [member.nick, user?.global_name, user?.username].some(
    (name) => name?.toLowerCase().startsWith(wanted) === true,
  )
}
