import { refuse } from '@alles/platform/contract'
import { firstIdAt } from '@alles/platform/ids'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { mayActOn, refusals, type GuildState, type MemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { membersAlone } from '../guilds/touched.ts'
import { getGuildOf, requirePermission, type Inside } from '../guilds/guild-access.ts'
import { sealReason } from '../guilds/seal-text.ts'
import { prepareMembership, requireStanding } from '../members/add-member.ts'
import { findMember } from '../members/find-member.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { insertMembership, type MembershipRow } from '../members/member-store.ts'
import {
  announceRemoval,
  takeOut,
  touchedByRemoval,
  withoutRemoved,
  type Removed,
} from '../members/remove-from-guild.ts'
import { afterBan } from './after-ban.ts'
import { banned } from './ban-events.ts'
import { insertBan } from './ban-store.ts'
import { settleExclusion } from './settle-exclusion.ts'

export interface BanWish {
  readonly guildId: string
  readonly accountId: string
  /** How far back what it wrote in the guild is deleted; 0 for not at all. */
  readonly deleteMessageSeconds: number
}

/** Keeps an account out of a guild, and takes it out where it is in. Does nothing twice. */
export async function banAccount(chat: Chat, by: Acting, wish: BanWish): Promise<void> {
  const { guildId, accountId } = wish
  const inside = await getGuildOf(chat, by, guildId)
  requireMayBan(inside, await findMember(chat, inside.guild, accountId))
  const user = (await chat.authors.usersOfAccounts([accountId])).get(accountId)
  if (!user) refuse(refusals.unknown_user)
  const membership = await prepareMembership(chat, guildId, accountId)
  const { result } = await changeGuild(chat, guildId, {
    apply: (tx, guild, members) => put(chat, tx, { by, guild, members, wish, membership }),
    touches: ({ removed }) => (removed ? touchedByRemoval(removed) : membersAlone()),
    next: (before, { removed }) => (removed ? withoutRemoved(before, removed) : before),
    announce: async (guild, { removed, isNew }) => [
      ...(removed ? await announceRemoval(chat, guild, removed) : []),
      ...(isNew ? [banned(guildId, user)] : []),
    ],
  })
  await settleExclusion(chat, { guildId, membershipRef: result.membershipRef })
}

interface Putting {
  readonly by: Acting
  readonly guild: GuildState
  readonly members: LockedMembers
  readonly wish: BanWish
  readonly membership: MembershipRow
}

interface Put {
  readonly membershipRef: string
  readonly isNew: boolean
  readonly removed: Removed | null
}

async function put(chat: Chat, tx: Transaction<Schema>, putting: Putting): Promise<Put> {
  const { by, guild, members, wish, membership } = putting
  const { guildId, accountId } = wish
  const member = await members.find(accountId)
  const inside = await members.actor(by)
  requireMayBan(inside, member)
  await requireStanding(chat, tx, accountId)
  const { ref: membershipRef } = await insertMembership(tx, { guildId, accountId, ...membership })
  const now = chat.clock.now()
  const row = `${guildId}:${membershipRef}`
  const reason = await sealReason(chat, { row, key: guild.keyId, value: by.reason ?? null })
  const isNew = await insertBan(tx, { guildId, membershipRef, at: new Date(now), reason })
  const removed = member ? await takeOut(chat, tx, { guild, member }) : null
  const seconds = wish.deleteMessageSeconds
  const oldest = seconds > 0 ? firstIdAt(now - seconds * 1000).toString() : null
  await chat.jobs.add(tx, afterBan, { guildId, membershipRef, oldest })
  if (isNew) {
    const entry = { guild, actor: inside.member, reason: by.reason, action: 'MEMBER_BAN_ADD' } as const
    await writeAuditLog(chat, tx, { ...entry, member: { accountId, membershipRef } })
  }
  return { membershipRef, isNew, removed }
}

/** Refuses who may not ban, or not this member; null is somebody who is not in. */
function requireMayBan(inside: Inside, member: MemberState | null): void {
  const actor = requirePermission(inside, 'BAN_MEMBERS')
  if (member && !mayActOn(inside.guild, actor, member)) refuse(refusals.missing_permissions)
}
