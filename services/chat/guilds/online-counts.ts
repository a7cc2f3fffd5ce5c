import { LRUCache } from 'lru-cache'

/** Told every minute while anybody is there. */
const freshMs = 150_000

/** How many members of guilds are online, as far as this process has heard. */
export class OnlineCounts {
  readonly #counts = new LRUCache<string, number>({ max: 100_000, ttl: freshMs })

  heard(counts: readonly (readonly [string, number])[]): void {
    for (const [guildId, online] of counts) this.#counts.set(guildId, online)
  }

  of(guildId: string): number {
    return this.#counts.get(guildId) ?? 0
  }
}
