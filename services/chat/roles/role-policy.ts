import { refuse } from '@alles/platform/contract'
import type { Inside } from '../guilds/guild-access.ts'
import {
  basePermissions,
  compareRoles,
  everyPermission,
  highestRole,
  holds,
  mayManageRole,
  refusals,
  type GuildState,
  type MemberState,
  type RoleState,
} from '../contract/index.ts'

/** A role of the guild that whoever acts may change; refuses others. */
export function manageableRole({ guild, member }: Inside, roleId: string): RoleState {
  const role = guild.roles.find((one) => one.id === roleId) ?? refuse(refusals.unknown_role)
  return mayManageRole(guild, member, role) ? role : refuse(refusals.missing_permissions)
}

/** A manageable role that can be given, taken, moved and deleted: not @everyone, not a bot's own. */
export function freeRole(inside: Inside, roleId: string): RoleState {
  const role = manageableRole(inside, roleId)
  return role.id === inside.guild.id || role.managed ? refuse(refusals.fixed_role) : role
}

/** The bits a role gets; refuses any new one that whoever gives it does not have. Bits unknown here are dropped. */
export function grantable(
  guild: GuildState,
  member: MemberState,
  bits: { asked: bigint; now: bigint },
): bigint {
  const asked = bits.asked & everyPermission
  const added = asked & ~bits.now
  return holds(basePermissions(guild, member), added) ? asked : refuse(refusals.missing_permissions)
}

export interface RoleMove {
  readonly id: string
  readonly position?: number | undefined
}

/**
 * The ids of all roles but @everyone from the lowest up, once some are moved to the places asked for. The others keep
 * their order.
 */
export function reorder(guild: GuildState, moves: readonly RoleMove[]): string[] {
  const roles = guild.roles.filter((role) => role.id !== guild.id).toSorted(compareRoles)
  const wanted = new Map<string, number>()
  for (const move of moves) if (move.position !== undefined) wanted.set(move.id, move.position)
  const rest = roles.filter((role) => !wanted.has(role.id)).map((role) => role.id)
  const moved = roles
    .filter((role) => wanted.has(role.id))
    .toSorted((a, b) => (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0) || compareRoles(a, b))
  let next = 0
  for (const role of moved) {
    const place = Math.min(rest.length, Math.max(next, (wanted.get(role.id) ?? 1) - 1))
    rest.splice(place, 0, role.id)
    next = place + 1
  }
  return rest
}

/** Whether a member may bring roles into this order: nothing from their own highest role upwards may move. */
export function mayReorder(guild: GuildState, member: MemberState, order: readonly string[]): boolean {
  if (member.accountId === guild.ownerId) return true
  const top = highestRole(guild, member)
  if (!top) return false
  const before = guild.roles.filter((role) => role.id !== guild.id).toSorted(compareRoles)
  const from = before.findIndex((role) => role.id === top.id)
  return before.every((role, index) => index < from || order[index] === role.id)
}
