import type { GuildState, MemberState, User } from '../contract/index.ts'

/** A page of members by account id, upwards. */
export function pageOfMembers(
  guild: GuildState,
  page: { readonly after: string; readonly limit: number },
): MemberState[] {
  const after = BigInt(page.after)
  return [...guild.members.values()]
    .filter((member) => BigInt(member.accountId) > after)
    .toSorted((a, b) => (BigInt(a.accountId) < BigInt(b.accountId) ? -1 : 1))
    .slice(0, page.limit)
}

/** Whether a member goes by a name that begins with `query`, whatever the case. */
export function goesBy(member: MemberState, user: User | undefined, query: string): boolean {
  const wanted = query.toLowerCase()
  return [member.nick, user?.global_name, user?.username].some(
    (name) => name?.toLowerCase().startsWith(wanted) === true,
  )
}
