import type { Clock } from '@alles/platform/ids'

const goodForMs = 30_000
const most = 10_000

/** Which application a bot token's hash belongs to, for up to 30 seconds. */
export interface BotCache {
  /** Answers from memory, or by `load`, whose answer is kept unless something was evicted meanwhile. */
  read(key: string, load: () => Promise<string | null>): Promise<string | null>
  evict(applicationId: string): void
  evictAll(): void
}

export function createBotCache(clock: Clock): BotCache {
  const entries = new Map<string, { readonly applicationId: string; readonly until: number }>()
  let evictions = 0
  return {
    async read(key, load) {
      const entry = entries.get(key)
      if (entry && entry.until > clock.now()) return entry.applicationId
      const before = evictions
      const applicationId = await load()
      entries.delete(key)
      if (applicationId === null || evictions !== before) return applicationId
      if (entries.size >= most) entries.clear()
      entries.set(key, { applicationId, until: clock.now() + goodForMs })
      return applicationId
    },
    evict(applicationId) {
      evictions += 1
      for (const [key, entry] of entries) if (entry.applicationId === applicationId) entries.delete(key)
    },
    evictAll() {
      evictions += 1
      entries.clear()
    },
  }
}
