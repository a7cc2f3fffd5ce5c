import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  channelPermissions,
  holds,
  messageRefusals,
  permissions,
  refusals,
  type ChannelState,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import { findGuildVersion } from './message-store.ts'

/** A text channel, for a member who may see it. */
export interface TextChannelAccess {
  readonly guild: GuildState
  readonly channel: ChannelState
  readonly member: MemberState
  /** What the member may do here. */
  readonly held: bigint
}

/**
 * A text channel for somebody who may see it and holds `needed` in it; for people from outside it does not exist. Before it refuses, it makes sure that the
 * snapshot it judges by is not older than the database: another process may have changed the guild.
 */
export async function getTextChannel(
  chat: Chat,
  by: Actor,
  asked: { readonly channelId: string; readonly needed?: bigint },
): Promise<TextChannelAccess> {
  const guildId = await chat.guilds.guildOfChannel(asked.channelId)
  const known = guildId === null ? null : await chat.guilds.get(guildId)
  if (!known) return refuse(refusals.unknown_channel)
  const access = findAccess(known, by, asked.channelId)
  if (mayUse(access, asked.needed)) return access
  const fresh = await refresh(chat, known)
  if (!fresh) return refuse(refusals.unknown_channel)
  const again = fresh === known ? access : findAccess(fresh, by, asked.channelId)
  return mayUse(again, asked.needed) ? again : refuseAccess(again)
}

/** The snapshot itself where it is the newest, otherwise the guild read again. */
export async function refresh(chat: Chat, known: GuildState): Promise<GuildState | null> {
  const version = await findGuildVersion(chat.database, known.id)
  return version === known.version ? known : chat.guilds.reload(known.id)
}

interface PossibleAccess {
  readonly guild: GuildState
  readonly channel: ChannelState | undefined
  readonly member: MemberState | undefined
  readonly held: bigint
}

function findAccess(guild: GuildState, by: Actor, channelId: string): PossibleAccess {
  const channel = guild.channels.find((one) => one.id === channelId)
  const member = guild.members.get(by.accountId)
  return { guild, channel, member, held: channel ? channelPermissions(guild, member, channel) : 0n }
}

function mayUse(access: PossibleAccess, needed = 0n): access is TextChannelAccess {
  const { channel, member, held } = access
  return member !== undefined && channel?.type === 0 && holds(held, needed | permissions.VIEW_CHANNEL)
}

function refuseAccess({ channel, member, held }: PossibleAccess): never {
  if (!channel || !member) return refuse(refusals.unknown_channel)
  if (!holds(held, permissions.VIEW_CHANNEL)) return refuse(refusals.missing_access)
  if (channel.type !== 0) return refuse(messageRefusals.not_a_text_channel)
  return refuse(refusals.missing_permissions)
}
