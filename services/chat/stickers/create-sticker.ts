import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import {
  moderationRefusals,
  renderGuildSticker,
  type GuildState,
  type GuildSticker,
} from '../contract/index.ts'
import { requireMaker } from '../emojis/expression-policy.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { getGuildOf, type Inside } from '../guilds/guild-access.ts'
import type { StickerWords } from '../guild-state/open-settings.ts'
import { withPicture, type Made } from '../pictures/with-picture.ts'
import { sealStickerWords } from './seal-words.ts'
import { stickersUpdated } from './sticker-events.ts'
import { insertSticker } from './sticker-store.ts'

const mostStickers = 60

export interface StickerWish extends StickerWords {
  readonly guildId: string
  readonly file: Uint8Array
}

/** The guild, for who may make a sticker in it now. */
export async function requireStickerRoom(chat: Chat, by: Acting, guildId: string): Promise<Inside> {
  const inside = await getGuildOf(chat, by, guildId)
  requireMaker(inside)
  requireRoom(inside.guild)
  return inside
}

export async function createSticker(chat: Chat, by: Acting, wish: StickerWish): Promise<GuildSticker> {
  const { guildId, file } = wish
  const { guild: before } = await requireStickerRoom(chat, by, guildId)
  const id = chat.ids.next()
  const picture = { file, use: 'sticker', guildId, owner: id, key: before.keyId } as const
  const guild = await withPicture(chat, picture, (made) =>
    made ? put(chat, by, { ...wish, ...made, id }) : Promise.reject(new Error('no picture was made')),
  )
  return guild.stickers.find((one) => one.id === id) ?? refuse(moderationRefusals.unknown_sticker)
}

async function put(
  chat: Chat,
  by: Acting,
  wish: StickerWish & Made & { readonly id: string },
): Promise<GuildState> {
  const { guildId, id, animated } = wish
  const { after } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const actor = requireMaker(await members.actor(by))
      requireRoom(guild)
      const words = await sealStickerWords(chat, guild, wish)
      const creatorRef = actor.membershipRef
      await insertSticker(tx, { guildId, id, creatorRef, animated, picture: wish.hash, words })
      const changes = auditChanges(null, renderGuildSticker(guildId, wish))
      const entry = { guild, actor, reason: by.reason, targetId: id, changes }
      await writeAuditLog(chat, tx, { ...entry, action: 'STICKER_CREATE' })
    },
    announce: (guild) => [stickersUpdated(guild)],
  })
  return after
}

function requireRoom(guild: GuildState): void {
  if (guild.stickers.length >= mostStickers) refuse(moderationRefusals.too_many_stickers)
}
