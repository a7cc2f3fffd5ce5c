import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { conversationRefusals, refusals } from '../contract/index.ts'
import { findMember } from '../members/find-member.ts'
import type { Inside } from '../guilds/guild-access.ts'

/** A conversation for somebody in it; null where the channel is one of a guild. Refuses others as if it did not exist. */
export async function findConversation(chat: Chat, by: Actor, channelId: string): Promise<Inside | null> {
  const guildId = await chat.guilds.guildOfChannel(channelId)
  if (guildId !== channelId) return null
  const guild = await chat.guilds.get(guildId)
  const member = guild && (await findMember(chat, guild, by.accountId))
  return guild && member ? { guild, member } : refuse(refusals.unknown_channel)
}

/** A group for somebody in it. */
export async function getGroup(chat: Chat, by: Actor, channelId: string): Promise<Inside> {
  const inside = (await findConversation(chat, by, channelId)) ?? refuse(refusals.unknown_channel)
  return inside.guild.kind === 3 ? inside : refuse(conversationRefusals.direct_channel)
}
