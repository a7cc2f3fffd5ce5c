import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import {
  holds,
  messageRefusals,
  permissions,
  type StickerItem,
  type GuildSticker,
} from '../contract/index.ts'
import { findMember } from '../members/find-member.ts'
import { findGuildOfSticker } from '../stickers/sticker-store.ts'
import type { TextChannelAccess } from './text-channel.ts'

/** The stickers that a message shows: of its server, and with the permission of others that its author is in. */
export async function stickersOf(
  chat: Chat,
  access: TextChannelAccess,
  ids: readonly string[],
): Promise<StickerItem[]> {
  const found: StickerItem[] = []
  for (const id of new Set(ids)) {
    const own = access.guild.stickers.find((one) => one.id === id)
    const { name, animated } = own ?? (await getFromElsewhere(chat, access, id))
    found.push({ id, name, format_type: animated ? 2 : 1 })
  }
  return found
}

async function getFromElsewhere(
  chat: Chat,
  { member, held }: TextChannelAccess,
  id: string,
): Promise<GuildSticker> {
  const guildId = holds(held, permissions.USE_EXTERNAL_STICKERS)
    ? await findGuildOfSticker(chat.database, id)
    : null
  const guild = guildId === null ? null : await chat.guilds.get(guildId)
  const isIn = guild && (await findMember(chat, guild, member.accountId))
  return (isIn && guild.stickers.find((one) => one.id === id)) || refuse(messageRefusals.unknown_sticker)
}
