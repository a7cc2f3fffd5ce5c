import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import {
  basePermissions,
  holds,
  mayActOn,
  permissions,
  refusals,
  type MemberState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { membersAlone } from '../guilds/touched.ts'
import type { Inside } from '../guilds/guild-access.ts'
import { sealNick } from '../guilds/seal-text.ts'
import { letGoOf } from '../pictures/drop-pictures.ts'
import { freeRole } from '../roles/role-policy.ts'
import { auditMember } from './audit-member.ts'
import { memberUpdated } from './member-events.ts'
import { insertMemberRoles, removeMemberRoles, updateMember, updateNick } from './member-store.ts'
import { setTimeout } from './set-timeout.ts'

/** What to change of a member; what is absent stays. */
export interface MemberEdit {
  readonly guildId: string
  readonly accountId: string
  /** Null takes it away. */
  readonly nick?: string | null | undefined
  /** The whole new list. */
  readonly roleIds?: readonly string[] | undefined
  /** Until when it may only read; null ends that. */
  readonly timedOutUntil?: number | null | undefined
  /** One's own alone: the name of a picture. */
  readonly avatar?: string | null | undefined
}

export async function editMember(chat: Chat, by: Acting, edit: MemberEdit): Promise<MemberState> {
  const { result } = await changeGuild(chat, edit.guildId, {
    async apply(tx, _, members) {
      const inside = await members.actor(by)
      const before = await members.get(edit.accountId)
      const after = await apply(chat, tx, [inside, before, edit])
      await auditMember(chat, tx, { inside, reason: by.reason, before, after })
      return after
    },
    touches: (member) => membersAlone({ how: 'changed', member }),
    announce: async (guild, member) => [await memberUpdated(chat, guild, member)],
  })
  return result
}

async function apply(
  chat: Chat,
  tx: Transaction<Schema>,
  [inside, member, edit]: readonly [Inside, MemberState, MemberEdit],
): Promise<MemberState> {
  const { nick, roleIds, timedOutUntil, avatar } = edit
  const of = { guildId: inside.guild.id, ref: member.membershipRef }
  if (avatar !== undefined) {
    await updateMember(tx, of, { avatar })
    await letGoOf(chat, tx, [member.avatar])
  }
  return {
    ...member,
    ...(roleIds && { roleIds: await setRoles(tx, [inside, member], roleIds) }),
    ...(nick !== undefined && { nick: await setNick(chat, tx, [inside, member, nick]) }),
    ...(timedOutUntil !== undefined && {
      timedOutUntil: await setTimeout(chat, tx, [inside, member, timedOutUntil]),
    }),
    ...(avatar !== undefined && { avatar }),
  }
}

/** Gives a member one role or takes it. */
export async function changeRole(
  chat: Chat,
  by: Acting,
  wish: {
    readonly guildId: string
    readonly accountId: string
    readonly roleId: string
    readonly has: boolean
  },
): Promise<void> {
  await changeGuild(chat, wish.guildId, {
    async apply(tx, _, members) {
      const inside = await members.actor(by)
      const before = await members.get(wish.accountId)
      freeRole(inside, wish.roleId)
      const rest = before.roleIds.filter((id) => id !== wish.roleId)
      const roleIds = await setRoles(tx, [inside, before], wish.has ? [...rest, wish.roleId] : rest)
      const after = { ...before, roleIds }
      await auditMember(chat, tx, { inside, reason: by.reason, before, after })
      return after
    },
    touches: (member) => membersAlone({ how: 'changed', member }),
    announce: async (guild, member) => [await memberUpdated(chat, guild, member)],
  })
}

/** Asks permission only for the roles that are new or gone. Answers the new list. */
async function setRoles(
  tx: Transaction<Schema>,
  [inside, member]: readonly [Inside, MemberState],
  asked: readonly string[],
): Promise<readonly string[]> {
  const { guild } = inside
  const wanted = new Set(asked)
  wanted.delete(guild.id)
  const had = new Set(member.roleIds)
  const given = [...wanted.difference(had)]
  const taken = [...had.difference(wanted)]
  for (const roleId of [...given, ...taken]) freeRole(inside, roleId)
  const of = { guildId: guild.id, ref: member.membershipRef }
  await insertMemberRoles(tx, { ...of, roleIds: given })
  await removeMemberRoles(tx, { ...of, roleIds: taken })
  return [...wanted].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}

/** One's own with CHANGE_NICKNAME; others' with MANAGE_NICKNAMES and from above. */
async function setNick(
  chat: Chat,
  tx: Transaction<Schema>,
  [{ guild, member: actor }, member, asked]: readonly [Inside, MemberState, string | null],
): Promise<string | null> {
  const own = member.accountId === actor.accountId
  const needed = own ? permissions.CHANGE_NICKNAME : permissions.MANAGE_NICKNAMES
  if (!holds(basePermissions(guild, actor), needed)) refuse(refusals.missing_permissions)
  if (!own && !mayActOn(guild, actor, member)) refuse(refusals.missing_permissions)
  const nick = asked?.trim() === '' ? null : (asked?.trim() ?? null)
  const ref = member.membershipRef
  const item = { row: `${guild.id}:${ref}`, key: member.contentKeyId, value: nick }
  await updateNick(tx, { guildId: guild.id, ref, nick: await sealNick(chat, item) })
  return nick
}
