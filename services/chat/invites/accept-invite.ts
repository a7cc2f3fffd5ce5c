import { Refusal, refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import { mayJoin } from '../bans/may-join.ts'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState, type UnversionedMember } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { membersAlone } from '../guilds/touched.ts'
import { addMember, prepareMembership, refuseFull, requireRoom } from '../members/add-member.ts'
import { findMember } from '../members/find-member.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { joined } from '../members/member-events.ts'
import type { MembershipRow } from '../members/member-store.ts'
import { askToGreet } from '../messages/greet.ts'
import { findAnyInvite, takeAnyUse } from './find-any-invite.ts'
import { inviteDeleted } from './invite-events.ts'
import { refusedAt } from './refused-at.ts'
import { removeInvite, type InviteRow } from './invite-store.ts'

export interface Accepted {
  readonly guild: GuildState
  readonly invite: InviteRow
  readonly newMember: boolean
}

/**
 * Joins the guild of an invite. Who is in stays and uses nothing up. Whom the guild banned, by this account or another
 * one of theirs, finds every invite expired, and after the same time.
 */
export async function acceptInvite(chat: Chat, by: Actor, code: string): Promise<Accepted> {
  const began = performance.now()
  try {
    return await accept(chat, by, code)
  } catch (error) {
    if (error instanceof Refusal && error.kind === refusals.unknown_invite) await refusedAt(began)
    throw error
  }
}

async function accept(chat: Chat, by: Actor, code: string): Promise<Accepted> {
  if (by.bot) refuse(refusals.people_only)
  const invite = await findAnyInvite(chat, chat.database, code)
  const known = invite && (await chat.guilds.get(invite.guildId))
  if (invite && known && (await findMember(chat, known, by.accountId)))
    return { guild: known, invite, newMember: false }
  const joining = { accountId: by.accountId, guildId: known?.id ?? null }
  if (!(await mayJoin(chat, chat.database, joining)) || !invite) return refuse(refusals.unknown_invite)
  await refuseFull(chat.database, by.accountId)
  const membership = await prepareMembership(chat, invite.guildId, by.accountId)
  const { after, result } = await changeGuild(chat, invite.guildId, {
    apply: (tx, guild, members) => join(chat, tx, { guild, members, by, code, membership }),
    touches: ({ member }) => membersAlone(...(member ? [{ how: 'joined' as const, member }] : [])),
    announce: async (guild, { member, used }) => [
      ...(member ? await joined(chat, guild, member) : []),
      ...(used && isUsedUp(used) ? [inviteDeleted(used)] : []),
    ],
  })
  return { guild: after, invite: result.used ?? invite, newMember: result.member !== null }
}

interface Joining {
  readonly guild: GuildState
  readonly members: LockedMembers
  readonly by: Actor
  readonly code: string
  readonly membership: MembershipRow
}

interface Joined {
  readonly member: UnversionedMember | null
  readonly used: InviteRow | null
}

async function join(chat: Chat, tx: Transaction<Schema>, joining: Joining): Promise<Joined> {
  const { guild, members, by, membership } = joining
  if (await members.find(by.accountId)) return { member: null, used: null }
  // A ban may have come meanwhile; from here on none comes.
  if (!(await mayJoin(chat, tx, { accountId: by.accountId, guildId: guild.id })))
    refuse(refusals.unknown_invite)
  await requireRoom(tx, by.accountId)
  const used = guild.settings.invitesDisabled ? null : await takeAnyUse(chat, tx, joining)
  if (!used) return refuse(refusals.unknown_invite)
  const member = await addMember(chat, tx, {
    guildId: guild.id,
    accountId: by.accountId,
    membership,
    pending: guild.settings.screening,
    temporary: used.temporary,
  })
  if (isUsedUp(used)) await removeInvite(tx, used.code)
  await askToGreet(chat, tx, { guild, member })
  return { member, used }
}

function isUsedUp(invite: InviteRow): boolean {
  return invite.maxUses > 0 && invite.uses >= invite.maxUses
}
