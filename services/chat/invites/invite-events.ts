import {
  bits,
  renderChannel,
  renderGuild,
  type Dispatch,
  type GuildState,
  type Invite,
  type ManagedInvite,
  type User,
} from '../contract/index.ts'
import type { Chat } from '../chat.ts'
import type { InviteRow } from './invite-store.ts'

/** Who made an invite, as far as that is still known. */
async function inviterOf(chat: Chat, invite: InviteRow): Promise<User | undefined> {
  if (invite.inviterRef === null) return undefined
  return (await chat.authors.users([invite.inviterRef])).get(invite.inviterRef)
}

/** An invite as whoever holds its code sees it; null where its channel is gone. */
export async function showInvite(chat: Chat, guild: GuildState, invite: InviteRow): Promise<Invite | null> {
  const channel = guild.channels.find((one) => one.id === invite.channelId)
  const type = channel?.type
  if (!channel || (type !== 0 && type !== 5 && type !== 15)) return null
  const whole = renderGuild(guild)
  const inviter = await inviterOf(chat, invite)
  return {
    type: 0,
    code: invite.code,
    guild_id: guild.id,
    guild: {
      id: whole.id,
      name: whole.name,
      icon: whole.icon,
      splash: whole.splash,
      banner: whole.banner,
      description: whole.description,
      features: whole.features,
      verification_level: whole.verification_level,
      vanity_url_code: whole.vanity_url_code,
      nsfw_level: whole.nsfw_level,
      premium_subscription_count: whole.premium_subscription_count,
    },
    channel: { id: channel.id, name: renderChannel(guild.id, channel).name, type },
    ...(inviter && { inviter }),
    expires_at: invite.expiresAt?.toISOString() ?? null,
    flags: 0,
  }
}

/** An invite as those see it who manage invites. */
export async function showManagedInvite(
  chat: Chat,
  guild: GuildState,
  invite: InviteRow,
): Promise<ManagedInvite | null> {
  const shown = await showInvite(chat, guild, invite)
  return (
    shown && {
      ...shown,
      uses: invite.uses,
      max_uses: invite.maxUses,
      max_age: invite.maxAge,
      temporary: invite.temporary,
      created_at: invite.createdAt.toISOString(),
    }
  )
}

export async function showManagedInvites(
  chat: Chat,
  guild: GuildState,
  invites: readonly InviteRow[],
): Promise<ManagedInvite[]> {
  // All inviters at once: each invite by itself finds its own in memory then.
  await chat.authors.users(invites.flatMap(({ inviterRef }) => inviterRef ?? []))
  const shown = await Promise.all(invites.map((invite) => showManagedInvite(chat, guild, invite)))
  return shown.filter((invite) => invite !== null)
}

/** A code lets people in: only those who manage the channel hear of it. */
function managersOf(invite: InviteRow): Dispatch['audience'] {
  const { guildId, channelId } = invite
  return { kind: 'channel', guildId, channelId, needs: bits('MANAGE_CHANNELS') }
}

export async function inviteCreated(chat: Chat, invite: InviteRow): Promise<Dispatch> {
  const inviter = await inviterOf(chat, invite)
  return {
    t: 'INVITE_CREATE',
    d: {
      channel_id: invite.channelId,
      guild_id: invite.guildId,
      code: invite.code,
      created_at: invite.createdAt.toISOString(),
      ...(inviter && { inviter }),
      max_age: invite.maxAge,
      max_uses: invite.maxUses,
      temporary: invite.temporary,
      uses: 0,
      type: 0,
      expires_at: invite.expiresAt?.toISOString() ?? null,
    },
    audience: managersOf(invite),
  }
}

export function inviteDeleted(invite: InviteRow): Dispatch {
  return {
    t: 'INVITE_DELETE',
    d: { channel_id: invite.channelId, guild_id: invite.guildId, code: invite.code },
    audience: managersOf(invite),
  }
}
