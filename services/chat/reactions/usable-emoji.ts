import type { Chat } from '../chat.ts'
import { holds, permissions, type PartialEmoji } from '../contract/index.ts'
import { findGuildOfEmoji } from '../emojis/emoji-store.ts'
import { findMember } from '../members/find-member.ts'
import type { TextChannelAccess } from '../messages/text-channel.ts'
import type { EmojiName } from './emoji-name.ts'

/**
 * An emoji that somebody may use here: of Unicode, of the guild, and with the permission of others that they are in. Null
 * where there is none.
 */
export async function findUsableEmoji(
  chat: Chat,
  access: TextChannelAccess,
  { id, name }: EmojiName,
): Promise<PartialEmoji | null> {
  if (id === null) return { id, name }
  return findIn(access, id) ?? findElsewhere(chat, access, id)
}

type Place = Pick<TextChannelAccess, 'guild' | 'member'>

function findIn({ guild, member }: Place, id: string): PartialEmoji | null {
  const emoji = guild.emojis.find((one) => one.id === id)
  if (!emoji) return null
  const isAllowed = emoji.roleIds.length === 0 || emoji.roleIds.some((role) => member.roleIds.includes(role))
  if (!isAllowed) return null
  return { id, name: emoji.name, ...(emoji.animated && { animated: true }) }
}

async function findElsewhere(
  chat: Chat,
  { guild: here, member, held }: TextChannelAccess,
  id: string,
): Promise<PartialEmoji | null> {
  if (!holds(held, permissions.USE_EXTERNAL_EMOJIS)) return null
  const guildId = await findGuildOfEmoji(chat.database, id)
  const guild = guildId === null || guildId === here.id ? null : await chat.guilds.get(guildId)
  const there = guild && (await findMember(chat, guild, member.accountId))
  return guild && there ? findIn({ guild, member: there }, id) : null
}
