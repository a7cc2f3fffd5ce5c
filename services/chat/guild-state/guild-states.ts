import type { GuildState } from '../contract/index.ts'

/** Snapshots of guilds in memory. */
export interface GuildStates {
  /** From memory; read from the database once when it is not there. Null where there is no such guild. */
  get(guildId: string): Promise<GuildState | null>
  /** The snapshot if it is in memory now. */
  peek(guildId: string): GuildState | undefined
  /** The guild of a channel; null where there is no such channel. */
  guildOfChannel(channelId: string): Promise<string | null>
  /** Reads again what was committed before this call, and answers with it from now on. */
  reload(guildId: string): Promise<GuildState | null>
  evict(guildId: string): void
}
