import type { Guild, Member, State, User } from './entities.ts'

export interface MemberGroup {
  /** The role the group stands under; null for everybody else. */
  readonly roleId: string | null
  readonly name: string | null
  readonly members: readonly { readonly member: Member; readonly user: User; readonly name: string }[]
}

/** The name people see: the one of this server, else of the account, else the username. */
export function nameOf(user: User, member?: Member): string {
  return member?.nick ?? user.displayName ?? user.username
}

/** Members under the highest of their roles that stands apart, the highest role first, by name within. */
export function memberGroups(
  guild: Guild,
  members: State['members'][string],
  users: State['users'],
): MemberGroup[] {
  const apart = guild.roles.filter((role) => role.hoist && role.id !== guild.id).toReversed()
  const groups = new Map<string | null, { member: Member; user: User; name: string }[]>(
    [...apart.map((role) => role.id), null].map((id) => [id, []]),
  )
  for (const member of Object.values(members)) {
    const user = users[member.accountId]
    if (!user) continue
    const role = apart.find((one) => member.roleIds.includes(one.id))
    groups.get(role?.id ?? null)?.push({ member, user, name: nameOf(user, member) })
  }
  const byName = new Intl.Collator(undefined, { numeric: true })
  return [...groups]
    .filter(([, listed]) => listed.length > 0)
    .map(([roleId, listed]) => ({
      roleId,
      name: apart.find((role) => role.id === roleId)?.name ?? null,
      members: listed.toSorted((a, b) => byName.compare(a.name, b.name)),
    }))
}
