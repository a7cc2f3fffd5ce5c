import { LRUCache } from 'lru-cache'
import type { RelationshipType } from '../contract/index.ts'

/** What decides who may reach an account. Never changed once made. */
export interface Reach {
  readonly relationships: ReadonlyMap<string, RelationshipType>
  /** Whether people who share a guild with it may write to it. */
  allowsFrom(guildId: string): boolean
  /** Who may ask it to be friends. */
  readonly friendSources: {
    readonly all: boolean
    readonly mutualFriends: boolean
    readonly mutualGuilds: boolean
  }
}

export type ReadReach = (accountId: string) => Promise<Reach>

/** Should the word of a change have been lost. */
const believedForMs = 60_000

/** Whom accounts blocked and befriended, and from whom they take messages. In memory, bounded. */
export class Blocks {
  readonly #read: ReadReach
  readonly #known = new LRUCache<string, Reach>({
    maxSize: 1_000_000,
    sizeCalculation: ({ relationships }) => 10 + relationships.size,
    ttl: believedForMs,
  })
  readonly #reading = new Map<string, Promise<Reach>>()

  constructor(read: ReadReach) {
    this.#read = read
  }

  /** Whether `blockerId` blocked `otherId`. */
  async isBlocked(blockerId: string, otherId: string): Promise<boolean> {
    return (await this.of(blockerId)).relationships.get(otherId) === 2
  }

  async of(accountId: string): Promise<Reach> {
    return this.#known.get(accountId) ?? this.#reading.get(accountId) ?? this.#readOnce(accountId)
  }

  /** An account changed what it thinks of others, or who may reach it. */
  evict(accountId: string): void {
    this.#known.delete(accountId)
    this.#reading.delete(accountId)
  }

  /** Any account may have. */
  evictAll(): void {
    this.#known.clear()
    this.#reading.clear()
  }

  /** What an eviction overtook is answered to who asked before it, and not kept. */
  #readOnce(accountId: string): Promise<Reach> {
    const isNewest = () => this.#reading.get(accountId) === reading
    const reading = this.#read(accountId).then(
      (reach) => {
        if (isNewest()) {
          this.#known.set(accountId, reach)
          this.#reading.delete(accountId)
        }
        return reach
      },
      (error: unknown) => {
        if (isNewest()) this.#reading.delete(accountId)
        throw error
      },
    )
    this.#reading.set(accountId, reading)
    return reading
  }
}
