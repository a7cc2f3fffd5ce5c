import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditDispatches } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import {
  basePermissions,
  channelPermissions,
  holds,
  permissions,
  refusals,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { findActor } from '../members/find-member.ts'
import { auditInvite } from './audit-invite.ts'
import { inviteDeleted } from './invite-events.ts'
import { findInvite, removeInvite, type InviteRow } from './invite-store.ts'

/** Takes an invite back. From outside of its guild it is as if it were not there. */
export async function deleteInvite(
  chat: Chat,
  by: Acting,
  code: string,
): Promise<{ readonly guild: GuildState; readonly invite: InviteRow }> {
  const invite = await findInvite(chat.database, code, new Date(chat.clock.now()))
  const guild = invite && (await chat.guilds.get(invite.guildId))
  const member = guild && (await findActor(chat, guild, by))
  if (!invite || !guild || !member) return refuse(refusals.unknown_invite)
  if (!mayDelete(guild, member, invite)) refuse(refusals.missing_permissions)
  const channel = guild.channels.find((one) => one.id === invite.channelId)
  const audited = await chat.database.transaction(async (tx) => {
    if (!(await removeInvite(tx, code))) refuse(refusals.unknown_invite)
    await auditInvite(chat, tx, {
      guild,
      member,
      channel,
      reason: by.reason,
      action: 'INVITE_DELETE',
      invite,
    })
    return auditDispatches(tx)
  })
  publish(chat.bus, [inviteDeleted(invite), ...audited])
  return { guild, invite }
}

function mayDelete(guild: GuildState, member: MemberState, invite: InviteRow): boolean {
  if (member.membershipRef === invite.inviterRef) return true
  if (holds(basePermissions(guild, member), permissions.MANAGE_GUILD)) return true
  const channel = guild.channels.find((one) => one.id === invite.channelId)
  return (
    channel !== undefined && holds(channelPermissions(guild, member, channel), permissions.MANAGE_CHANNELS)
  )
}
