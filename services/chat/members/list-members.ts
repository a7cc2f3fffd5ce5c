import type { GuildState, MemberState, User } from '../contract/index.ts'

/** A page of members by account id, upwards. */
export function pageOfMembers(
  guild: Pick<GuildState, 'members'>,
  page: { readonly after: string; readonly limit: number },
): MemberState[] {
  const ids = idsInOrder(guild.members)
  const from = countUpTo(ids, page.after)
  return ids.slice(from, from + page.limit).flatMap((id) => guild.members.get(id) ?? [])
}

const sorted = new WeakMap<GuildState['members'], readonly string[]>()

/** Sorted once per snapshot, whose members never change: a page costs no more because the guild is large. */
function idsInOrder(members: GuildState['members']): readonly string[] {
  const known = sorted.get(members)
  if (known) return known
  const ids = [...members.keys()].toSorted(compareIds)
  sorted.set(members, ids)
  return ids
}

/** How many of `ids`, which rise, are not above `id`. */
function countUpTo(ids: readonly string[], id: string): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareIds(ids[middle] ?? '', id) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** As numbers, without making them: decimal, and no zeros in front. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Whether a member goes by a name that begins with `query`, whatever the case. */
export function goesBy(member: MemberState, user: User | undefined, query: string): boolean {
  const wanted = query.toLowerCase()
  return [member.nick, user?.global_name, user?.username].some(
    (name) => name?.toLowerCase().startsWith(wanted) === true,
  )
}
