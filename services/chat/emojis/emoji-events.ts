import { renderGuildEmoji, type Dispatch, type GuildState } from '../contract/index.ts'

/** What is heard when an emoji was made, changed or deleted: all there are now. */
export function emojisUpdated(guild: GuildState): Dispatch {
  return {
    t: 'GUILD_EMOJIS_UPDATE',
    d: { guild_id: guild.id, emojis: guild.emojis.map((emoji) => renderGuildEmoji(emoji)) },
    audience: { kind: 'guild', guildId: guild.id },
    reshape: true,
  }
}
