import { renderGuild, type Dispatch, type GuildState } from '../contract/index.ts'

/** What is heard when a guild changed, by everybody in it; who is not in it any more loses it. */
export function guildUpdated(guild: GuildState): Dispatch {
  return {
    t: 'GUILD_UPDATE',
    d: renderGuild(guild),
    audience: { kind: 'guild', guildId: guild.id },
    reshape: true,
  }
}
