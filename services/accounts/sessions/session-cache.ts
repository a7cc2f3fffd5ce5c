import { LRUCache } from 'lru-cache'
import type { Clock } from '@alles/platform/ids'
import type { LiveSession } from './session-store.ts'

const goodForMs = 30_000

/** Living sessions by the hash of their token, for up to 30 seconds. */
export interface SessionCache {
  get(key: string): LiveSession | undefined
  /** Reads by `load` and keeps the answer, unless something was evicted meanwhile. */
  read(key: string, load: () => Promise<LiveSession | null>): Promise<LiveSession | null>
  evictSession(id: string): void
  evictPerson(id: string): void
  evictAll(): void
}

interface Entry {
  readonly session: LiveSession
  readonly until: number
}

export function createSessionCache(clock: Clock): SessionCache {
  const entries = new LRUCache<string, Entry>({
    max: 10_000,
    dispose: (entry) => keyOf.delete(entry.session.id),
    noDisposeOnSet: true,
  })
  const keyOf = new Map<string, string>()
  let evictions = 0
  const evict = (sessionId: string) => {
    evictions += 1
    const key = keyOf.get(sessionId)
    if (key !== undefined) entries.delete(key)
  }
  return {
    get(key) {
      const entry = entries.get(key)
      return entry && entry.until > clock.now() ? entry.session : undefined
    },
    async read(key, load) {
      const before = evictions
      const session = await load()
      if (session && evictions === before) {
        entries.set(key, { session, until: clock.now() + goodForMs })
        keyOf.set(session.id, key)
      }
      return session
    },
    evictSession: evict,
    evictPerson(id) {
      evictions += 1
      const sessions = Array.from(entries.values(), (entry) => entry.session)
      for (const session of sessions) if (session.person_id === id) evict(session.id)
    },
    evictAll() {
      evictions += 1
      entries.clear()
    },
  }
}
