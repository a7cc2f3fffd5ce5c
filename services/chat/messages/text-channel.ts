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
import { findMember } from '../members/find-member.ts'
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
  const access = await findAccess(chat, known, { by, channelId: asked.channelId })
  if (mayUse(access, asked.needed)) return access
  const fresh = await refresh(chat, known, by)
  if (!fresh) return refuse(refusals.unknown_channel)
  const again = await findAccess(chat, fresh, { by, channelId: asked.channelId })
  return mayUse(again, asked.needed) ? again : refuseAccess(again)
}

/** The snapshot itself where it is the newest, otherwise the guild read again; who acts is read again in any case. */
export async function refresh(
  chat: Chat,
  known: GuildState,
  { accountId }: Pick<Actor, 'accountId'>,
): Promise<GuildState | null> {
  chat.members.forget(known.id, accountId)
  const version = await findGuildVersion(chat.database, known.id)
  return version === known.version ? known : chat.guilds.reload(known.id)
}

interface PossibleAccess {
  readonly guild: GuildState
  readonly channel: ChannelState | undefined
  readonly member: MemberState | null
  readonly held: bigint
}

async function findAccess(
  chat: Chat,
  guild: GuildState,
  { by, channelId }: { readonly by: Actor; readonly channelId: string },
): Promise<PossibleAccess> {
  const channel = guild.channels.find((one) => one.id === channelId)
  const member = await findMember(chat, guild, by.accountId)
  const held = channel && member ? channelPermissions(guild, member, channel) : 0n
  return { guild, channel, member, held }
}

function mayUse(access: PossibleAccess, needed = 0n): access is TextChannelAccess {
  const { channel, member, held } = access
  return member !== null && channel?.type === 0 && holds(held, needed | permissions.VIEW_CHANNEL)
}

function refuseAccess({ channel, member, held }: PossibleAccess): never {
  if (!channel || !member) return refuse(refusals.unknown_channel)
  if (!holds(held, permissions.VIEW_CHANNEL)) return refuse(refusals.missing_access)
  if (channel.type !== 0) return refuse(messageRefusals.not_a_text_channel)
  return refuse(refusals.missing_permissions)
}
