import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  basePermissions,
  channelPermissions,
  holds,
  permissions,
  refusals,
  type GuildState,
} from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { inviteDeleted } from './invite-events.ts'
import { findInvite, removeInvite, type InviteRow } from './invite-store.ts'

/** Takes an invite back. From outside of its guild it is as if it were not there. */
export async function deleteInvite(
  chat: Chat,
  by: Actor,
  code: string,
): Promise<{ readonly guild: GuildState; readonly invite: InviteRow }> {
  const invite = await findInvite(chat.database, code, new Date(chat.clock.now()))
  const guild = invite && (await chat.guilds.get(invite.guildId))
  if (!invite || !guild?.members.has(by.accountId)) return refuse(refusals.unknown_invite)
  if (!mayDelete(guild, by, invite)) refuse(refusals.missing_permissions)
  await removeInvite(chat.database, code)
  publish(chat.bus, [inviteDeleted(invite)])
  return { guild, invite }
}

function mayDelete(guild: GuildState, by: Actor, invite: InviteRow): boolean {
  const member = guild.members.get(by.accountId)
  if (member?.membershipRef === invite.inviterRef) return true
  if (holds(basePermissions(guild, member), permissions.MANAGE_GUILD)) return true
  const channel = guild.channels.find((one) => one.id === invite.channelId)
  return (
    channel !== undefined && holds(channelPermissions(guild, member, channel), permissions.MANAGE_CHANNELS)
  )
}
