import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Dispatch, GuildState, MemberState, RoleState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import type { Touched } from '../guilds/touched.ts'
import { letGoOf } from '../pictures/drop-pictures.ts'
import { roleDeleted } from '../roles/delete-role.ts'
import { removeRole } from '../roles/role-store.ts'
import { withoutRole } from '../roles/without-role.ts'
import { withoutFollower } from '../threads/next-threads.ts'
import { memberLeft } from '../threads/thread-events.ts'
import { followsAny, listJoinedBy } from '../threads/thread-store.ts'
import type { LockedMembers } from './locked-members.ts'
import { left } from './member-events.ts'
import { removeMember } from './member-store.ts'

/** A member that was taken out, with the roles that went along: a bot's own. */
export interface Removed {
  readonly member: MemberState
  readonly roles: readonly RoleState[]
  /** The active threads it followed. */
  readonly threadIds: readonly string[]
  /** Whether it followed any thread, archived ones included. */
  readonly followed: boolean
}

/** Takes a member out of a guild: whom `choose` names, or refuses. A bot takes the role of its own along. */
export async function removeFromGuild(
  chat: Chat,
  guildId: string,
  choose: (guild: GuildState, members: LockedMembers, tx: Transaction<Schema>) => Promise<MemberState>,
): Promise<void> {
  await changeGuild(chat, guildId, {
    apply: async (tx, guild, members) =>
      takeOut(chat, tx, { guild, member: await choose(guild, members, tx) }),
    touches: touchedByRemoval,
    next: withoutRemoved,
    announce: (guild, removed) => announceRemoval(chat, guild, removed),
  })
}

/** As part of a change of the guild. */
export async function takeOut(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, member }: { readonly guild: GuildState; readonly member: MemberState },
): Promise<Removed> {
  const roles = guild.roles.filter((role) => role.botId === member.accountId)
  const threadIds = await listJoinedBy(tx, member.membershipRef, [...guild.threads.keys()])
  const followed = threadIds.length > 0 || (await followsAny(tx, guild.id, member.membershipRef))
  await removeMember(tx, guild.id, member.membershipRef)
  await letGoOf(chat, tx, [member.avatar])
  for (const role of roles) await removeRole(tx, guild.id, role.id)
  return { member, roles, threadIds, followed }
}

export function touchedByRemoval({ member, roles, followed }: Removed): Touched {
  return {
    structure: roles.length > 0,
    threads: followed,
    members: [{ how: 'left', member }],
  }
}

export function withoutRemoved(guild: GuildState, { roles, threadIds }: Removed): GuildState {
  return roles.reduce(withoutRole, withoutFollower(guild, threadIds))
}

export async function announceRemoval(
  chat: Chat,
  guild: Pick<GuildState, 'id' | 'threads'>,
  { member, roles, threadIds }: Removed,
): Promise<Dispatch[]> {
  return [
    ...(await left(chat, guild.id, member)),
    ...roles.map((role) => roleDeleted(guild.id, role.id)),
    ...threadIds.flatMap((id) => {
      const thread = guild.threads.get(id)
      return thread ? [memberLeft(guild.id, thread, member.accountId)] : []
    }),
  ]
}
