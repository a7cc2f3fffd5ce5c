import { renderGuildSticker, type Dispatch, type GuildState } from '../contract/index.ts'

/** What is heard when a sticker was made, changed or deleted: all there are now. */
export function stickersUpdated(guild: GuildState): Dispatch {
  const stickers = guild.stickers.map((sticker) => renderGuildSticker(guild.id, sticker))
  return {
    t: 'GUILD_STICKERS_UPDATE',
    d: { guild_id: guild.id, stickers },
    audience: { kind: 'guild', guildId: guild.id },
    reshape: true,
  }
}
