import { refuse } from '@alles/platform/contract'
import { basePermissions, bits, holds, permissions, refusals, type MemberState } from '../contract/index.ts'
import type { Inside } from '../guilds/guild-access.ts'

const making = permissions.CREATE_GUILD_EXPRESSIONS
const managing = permissions.MANAGE_GUILD_EXPRESSIONS

/** Whether a member may make emojis and stickers, and so may know who made which. */
export function mayMake({ guild, member }: Inside): boolean {
  return (
    (basePermissions(guild, member) & bits('CREATE_GUILD_EXPRESSIONS', 'MANAGE_GUILD_EXPRESSIONS')) !== 0n
  )
}

/** Refuses who may not make emojis and stickers; answers who acts. */
export function requireMaker(inside: Inside): MemberState {
  return mayMake(inside) ? inside.member : refuse(refusals.missing_permissions)
}

/** Refuses who may not change what `creatorRef` made: what is theirs with either permission, else the one for all. */
export function requireManager(inside: Inside, creatorRef: string | null): MemberState {
  const { guild, member } = inside
  const held = basePermissions(guild, member)
  const own = member.membershipRef === creatorRef && holds(held, making)
  return own || holds(held, managing) ? member : refuse(refusals.missing_permissions)
}
