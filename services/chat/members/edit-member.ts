import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import {
  basePermissions,
  holds,
  mayActOn,
  permissions,
  refusals,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { memberOf } from '../guilds/guild-access.ts'
import { sealNick } from '../guilds/seal-text.ts'
import { freeRole } from '../roles/role-policy.ts'
import { memberUpdated } from './member-events.ts'
import { insertMemberRoles, removeMemberRoles, updateNick } from './member-store.ts'
import { withMember } from './next-members.ts'

/** What to change of a member; what is absent stays. */
export interface MemberEdit {
  readonly guildId: string
  readonly accountId: string
  /** Null takes it away. */
  readonly nick?: string | null | undefined
  /** The whole new list. */
  readonly roleIds?: readonly string[] | undefined
}

export async function editMember(chat: Chat, by: Actor, edit: MemberEdit): Promise<MemberState> {
  const { result } = await changeGuild(chat, edit.guildId, {
    async apply(tx, guild) {
      memberOf(guild, by)
      const member = guild.members.get(edit.accountId) ?? refuse(refusals.unknown_member)
      const roleIds = edit.roleIds ? await setRoles(tx, [guild, by, member], edit.roleIds) : member.roleIds
      const nick =
        edit.nick === undefined ? member.nick : await setNick(chat, tx, [guild, by, member, edit.nick])
      return { ...member, nick, roleIds }
    },
    next: withMember,
    announce: async (guild, member) => [await memberUpdated(chat, guild, member)],
  })
  return result
}

/** Gives a member one role or takes it. */
export async function changeRole(
  chat: Chat,
  by: Actor,
  wish: {
    readonly guildId: string
    readonly accountId: string
    readonly roleId: string
    readonly has: boolean
  },
): Promise<void> {
  await changeGuild(chat, wish.guildId, {
    async apply(tx, guild) {
      memberOf(guild, by)
      const member = guild.members.get(wish.accountId) ?? refuse(refusals.unknown_member)
      freeRole(guild, by, wish.roleId)
      const rest = member.roleIds.filter((id) => id !== wish.roleId)
      const roleIds = await setRoles(tx, [guild, by, member], wish.has ? [...rest, wish.roleId] : rest)
      return { ...member, roleIds }
    },
    next: withMember,
    announce: async (guild, member) => [await memberUpdated(chat, guild, member)],
  })
}

/** Asks permission only for the roles that are new or gone. Answers the new list. */
async function setRoles(
  tx: Transaction<Schema>,
  [guild, by, member]: readonly [GuildState, Actor, MemberState],
  asked: readonly string[],
): Promise<readonly string[]> {
  const wanted = new Set(asked)
  wanted.delete(guild.id)
  const had = new Set(member.roleIds)
  const given = [...wanted.difference(had)]
  const taken = [...had.difference(wanted)]
  for (const roleId of [...given, ...taken]) freeRole(guild, by, roleId)
  const of = { guildId: guild.id, ref: member.membershipRef }
  await insertMemberRoles(tx, { ...of, roleIds: given })
  await removeMemberRoles(tx, { ...of, roleIds: taken })
  return [...wanted].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}

/** One's own with CHANGE_NICKNAME; others' with MANAGE_NICKNAMES and from above. */
async function setNick(
  chat: Chat,
  tx: Transaction<Schema>,
  [guild, by, member, asked]: readonly [GuildState, Actor, MemberState, string | null],
): Promise<string | null> {
  const actor = memberOf(guild, by)
  const own = member.accountId === by.accountId
  const needed = own ? permissions.CHANGE_NICKNAME : permissions.MANAGE_NICKNAMES
  if (!holds(basePermissions(guild, actor), needed)) refuse(refusals.missing_permissions)
  if (!own && !mayActOn(guild, actor, member)) refuse(refusals.missing_permissions)
  const nick = asked?.trim() === '' ? null : (asked?.trim() ?? null)
  const ref = member.membershipRef
  const item = { row: `${guild.id}:${ref}`, key: member.contentKeyId, value: nick }
  await updateNick(tx, { guildId: guild.id, ref, nick: await sealNick(chat, item) })
  return nick
}
