import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  basePermissions,
  holds,
  permissions,
  refusals,
  type GuildState,
  type MemberState,
  type Permission,
} from '../contract/index.ts'
import { findActor } from '../members/find-member.ts'

export interface Inside {
  readonly guild: GuildState
  /** Whoever acts, as a member. */
  readonly member: MemberState
}

/** A guild for somebody in it. Refuses others as if it did not exist. */
export async function getGuildOf(chat: Chat, by: Actor, guildId: string): Promise<Inside> {
  const guild = await chat.guilds.get(guildId)
  if (!guild) return refuse(refusals.unknown_guild)
  return { guild, member: await memberOf(chat, guild, by) }
}

/** Who acts, as a member of the guild. Refuses others as if the guild did not exist, as conversations do not as guilds. */
export async function memberOf(chat: Chat, guild: GuildState, by: Actor): Promise<MemberState> {
  if (guild.kind !== 0) refuse(refusals.unknown_guild)
  return (await findActor(chat, guild, by)) ?? refuse(refusals.unknown_guild)
}

/** Refuses who lacks a permission in the guild as a whole; answers who acts. */
export function requirePermission({ guild, member }: Inside, permission: Permission): MemberState {
  if (!holds(basePermissions(guild, member), permissions[permission])) refuse(refusals.missing_permissions)
  return member
}
