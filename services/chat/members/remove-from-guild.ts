import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Dispatch, GuildState, MemberState, RoleState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import type { Touched } from '../guilds/touched.ts'
import { roleDeleted } from '../roles/delete-role.ts'
import { removeRole } from '../roles/role-store.ts'
import { withoutRole } from '../roles/without-role.ts'
import type { LockedMembers } from './locked-members.ts'
import { left } from './member-events.ts'
import { removeMember } from './member-store.ts'

/** A member that was taken out, with the roles that went along: a bot's own. */
export interface Removed {
  readonly member: MemberState
  readonly roles: readonly RoleState[]
}

/** Takes a member out of a guild: whom `choose` names, or refuses. A bot takes the role of its own along. */
export async function removeFromGuild(
  chat: Chat,
  guildId: string,
  choose: (guild: GuildState, members: LockedMembers) => Promise<MemberState>,
): Promise<void> {
  await changeGuild(chat, guildId, {
    apply: async (tx, guild, members) => takeOut(tx, guild, await choose(guild, members)),
    touches: touchedByRemoval,
    next: withoutRemoved,
    announce: (_, removed) => announceRemoval(chat, guildId, removed),
  })
}

/** As part of a change of the guild. */
export async function takeOut(
  tx: Transaction<Schema>,
  guild: GuildState,
  member: MemberState,
): Promise<Removed> {
  const roles = guild.roles.filter((role) => role.botId === member.accountId)
  await removeMember(tx, guild.id, member.membershipRef)
  for (const role of roles) await removeRole(tx, guild.id, role.id)
  return { member, roles }
}

export function touchedByRemoval({ member, roles }: Removed): Touched {
  return { structure: roles.length > 0, members: [{ how: 'left', member }] }
}

export function withoutRemoved(guild: GuildState, { roles }: Removed): GuildState {
  return roles.reduce(withoutRole, guild)
}

export async function announceRemoval(
  chat: Chat,
  guildId: string,
  { member, roles }: Removed,
): Promise<Dispatch[]> {
  return [...(await left(chat, guildId, member)), ...roles.map((role) => roleDeleted(guildId, role.id))]
}
