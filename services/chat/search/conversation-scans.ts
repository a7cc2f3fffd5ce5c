import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** How far a search through a conversation is. */
export interface ConversationScan {
  readonly key: string
  /** What was found, in the order of the search. */
  readonly found: string[]
  /** The newest message that was looked at; null before the first. */
  newest: string | null
  /** Where to go on. */
  next: string
  ended: boolean
  lookedAt: number
}

const keptMs = 5 * 60_000
const mostScans = 2000
const mostFound = 1_000_000

/** Searches through conversations that may go on. What a process forgets, or another is asked for, begins anew. */
export class ConversationScans {
  readonly #scans = new LRUCache<string, ConversationScan>({
    max: mostScans,
    maxSize: mostFound,
    sizeCalculation: ({ found }) => 1 + found.length,
    ttl: keptMs,
  })

  /** `what`: who searches where for what, of which nothing is kept but a hash. */
  take(what: unknown, start: string): ConversationScan {
    const key = hash('sha256', JSON.stringify(what))
    return this.#scans.get(key) ?? { key, found: [], newest: null, next: start, ended: false, lookedAt: 0 }
  }

  keep(scan: ConversationScan): void {
    this.#scans.set(scan.key, scan)
  }
}
