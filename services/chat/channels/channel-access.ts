import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  conversationRefusals,
  maySee,
  refusals,
  type ChannelState,
  type GuildState,
  type MemberState,
  type Permission,
} from '../contract/index.ts'
import { findActor } from '../members/find-member.ts'
import { mayInChannel } from './channel-policy.ts'

export interface InChannel {
  readonly guild: GuildState
  readonly member: MemberState
  readonly channel: ChannelState
}

/** A channel for who may see it. Refuses people from outside as if it did not exist. */
export async function getChannelFor(chat: Chat, by: Actor, channelId: string): Promise<InChannel> {
  const guild = await chat.guilds.get(await getGuildIdOf(chat, channelId))
  if (!guild) return refuse(refusals.unknown_channel)
  return channelIn(guild, await findActor(chat, guild, by), channelId)
}

/** The guild of a channel, whoever asks. */
export async function getGuildIdOf(chat: Chat, channelId: string): Promise<string> {
  return (await chat.guilds.guildOfChannel(channelId)) ?? refuse(refusals.unknown_channel)
}

/** A channel of a guild, not of a conversation, for a member who may see it; null is somebody from outside, for whom it does not exist. */
export function channelIn(guild: GuildState, member: MemberState | null, channelId: string): InChannel {
  const channel = guild.channels.find((one) => one.id === channelId)
  if (!member || !channel) return refuse(refusals.unknown_channel)
  if (guild.kind !== 0) refuse(conversationRefusals.direct_channel)
  if (!maySee(guild, member, channel)) refuse(refusals.missing_access)
  return { guild, member, channel }
}

/** Refuses who lacks a permission in the channel. */
export function requireInChannel({ guild, member, channel }: InChannel, permission: Permission): void {
  if (!mayInChannel(guild, member, { channel, permission })) refuse(refusals.missing_permissions)
}
