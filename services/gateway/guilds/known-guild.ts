import type { GuildState } from '@alles/chat/contract'
import { classRules, type ClassRules } from './permission-class.ts'

/** A guild's state and what is worked out from it once. */
export interface KnownGuild {
  readonly guild: GuildState
  readonly rules: ClassRules
  readonly channelIds: ReadonlySet<string>
}

/** Takes a new state. Channels, and what they say of members, change with the version alone. */
export function knowGuild(known: KnownGuild | null, guild: GuildState): KnownGuild {
  if (known?.guild === guild) return known
  if (known?.guild.version === guild.version) return { ...known, guild }
  const channelIds = new Set(guild.channels.map((channel) => channel.id))
  return { guild, rules: classRules(guild), channelIds }
}
