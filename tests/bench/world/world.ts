import type { TestPerson } from '../../support/person.ts'

/** Whom and what the load is made of. */
export interface World {
  readonly origin: string
  /** People who write. Each is in half of the guilds. */
  readonly authors: readonly TestPerson[]
  readonly guilds: readonly WorldGuild[]
  /** The guild that everybody listens to. */
  readonly hot: WorldGuild
  /** Session cookies of people who are in `hot` alone. */
  readonly listeners: readonly string[]
  /** People who are in no guild. */
  readonly loners: readonly TestPerson[]
}

export interface WorldGuild {
  readonly id: string
  readonly channels: readonly string[]
  /** Positions in `authors` of those who are in it. */
  readonly members: readonly number[]
}

export interface WorldSize {
  readonly authors: number
  /** Guilds with fifty channels, in which every other author is. */
  readonly guilds: number
  /** Guilds with one channel, in which every hundredth author is. */
  readonly smallGuilds: number
  readonly listeners: number
  readonly loners: number
}

export const fullSize: WorldSize = { authors: 1000, guilds: 200, smallGuilds: 800, listeners: 200, loners: 2 }
export const channelsPerGuild = 50

/** Whether an author is in a guild: its owner, and every other one of the rest, so that each is in half of the guilds. */
export function isIn(author: number, guild: number, isSmall: boolean): boolean {
  return author === guild || (author + guild) % (isSmall ? 100 : 2) === 0
}
